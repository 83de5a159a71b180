import MyelinCore

/// What the weights of a layer were rounded to. Keras: the mode of `QuantizedDTypePolicy`.
enum Quantization: Hashable, Sendable {
    /// Whole numbers of 8 bits; one scale for each channel.
    case int8
    /// Whole numbers of 4 bits, two in a byte. One scale for each channel and each block of inputs, with the number that
    /// stands for 0; without blocks one scale for each channel.
    case int4(block: Int?)

    /// The mode of a layer's policy; nil for other policies.
    init?(policy value: ConfigValue?) {
        guard case .object(let object)? = value, case .object(let settings)? = object["config"],
            case .string(let mode)? = settings["mode"]
        else { return nil }
        let parts = mode.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("int8", 1): self = .int8
        case ("int4", 1): self = .int4(block: nil)
        case ("int4", 2):
            guard let block = Int(parts[1]), block == -1 || block > 0 else { return nil }
            self = .int4(block: block > 0 ? block : nil)
        default: return nil
        }
    }

    /// Keras' word for it.
    var mode: String {
        switch self {
        case .int8: "int8"
        case .int4(let block): "int4/\(block ?? -1)"
        }
    }

    /// The class of the policy.
    var policyClass: String { self == .int8 ? "QuantizedDTypePolicy" : "Int4DTypePolicy" }
}

/// How the inputs of a layer become whole numbers: by the largest magnitude along some axes. Keras: `AbsMaxQuantizer`.
struct InputQuantizer {
    private let range: (least: Double, most: Double)
    private let epsilon: Double

    /// What a layer's settings say; nil where inputs stay as they are.
    ///
    /// - Parameter isUsual: whether inputs are rounded where nothing is said.
    init?(config: Config, isUsual: Bool) throws {
        var settings = Config(owner: config.owner)
        if case .object(let outer)? = config.values["quantization_config"], case .object(let inner)? = outer["config"] {
            guard case .object(let quantizer)? = inner["activation_quantizer"] else { return nil }
            guard quantizer["class_name"] == "AbsMaxQuantizer", case .object(let own)? = quantizer["config"] else {
                throw MyelinError(
                    .file,
                    "\(config.owner): inputs are quantized by \(.object(quantizer) as ConfigValue); AbsMaxQuantizer is supported"
                )
            }
            settings = Config(own, owner: config.owner)
        } else if !isUsual {
            return nil
        }
        let bounds = try settings.doubles("value_range") ?? [-127, 127]
        guard bounds.count == 2, bounds[0] < bounds[1] else {
            throw MyelinError(.file, "\(config.owner): setting 'value_range': expected two numbers, got \(bounds)")
        }
        range = (bounds[0], bounds[1])
        epsilon = try settings.double("epsilon", default: 1e-7)
    }

    /// The whole numbers, and the scale by which they were multiplied, with axes of size 1.
    func callAsFunction(_ x: Tensor, axes: [Int]) -> (whole: Tensor, scale: Tensor) {
        let scale = range.most / (abs(x).max(axes: axes, keepDimensions: true) + epsilon)
        return (clip(round(x * scale), min: range.least, max: range.most), scale)
    }
}
