import MyelinCore

/// A `Dense` layer whose kernel was quantized to 8 bits: each column of it by the largest magnitude in the column, and each
/// row of the input by the largest in the row. For predictions, as Keras' `Dense` after `quantize("int8")`.
///
/// `activation((round(x · s) · kernel) / (s · kernel_scale) + bias)` with s = 127 / (max |row of x| + ε).
///
/// - Input shape: (batch, …, features).
/// - Output shape: (batch, …, units).
/// - Weights: kernel (features, units) of whole numbers from -127 to 127, bias (units), kernel_scale (units).
public final class QuantizedDense: Layer {
    public let units: Int
    public let activation: (any Activation)?
    public let usesBias: Bool
    /// Keras' settings that change nothing here: they are written back as they came.
    private let settings: ConfigObject
    private let quantizesInputs: Bool
    private let range: (least: Double, most: Double)
    private let epsilon: Double
    public private(set) var kernel: Variable!
    public private(set) var bias: Variable?
    public private(set) var kernelScale: Variable!

    init(config: Config) throws {
        units = try config.int("units")
        activation = try config.activation()
        usesBias = try config.bool("use_bias", default: true)
        settings = config.values
        let quantizer = try Self.inputQuantizer(config)
        quantizesInputs = quantizer != nil
        let bounds = try quantizer?.doubles("value_range") ?? [-127, 127]
        guard bounds.count == 2, bounds[0] < bounds[1] else {
            throw MyelinError(.file, "\(config.owner): setting 'value_range': expected two numbers, got \(bounds)")
        }
        range = (bounds[0], bounds[1])
        epsilon = try quantizer?.double("epsilon", default: 1e-7) ?? 1e-7
        super.init(name: try config.string("name"))
    }

    /// The settings of what quantizes inputs: Keras' default where nothing is told, nil where it says none does.
    private static func inputQuantizer(_ config: Config) throws -> Config? {
        guard case .object(let outer)? = config.values["quantization_config"],
            case .object(let inner)? = outer["config"]
        else { return Config(owner: config.owner) }
        guard case .object(let quantizer)? = inner["activation_quantizer"] else { return nil }
        guard quantizer["class_name"] == "AbsMaxQuantizer", case .object(let own)? = quantizer["config"] else {
            throw MyelinError(
                .file,
                "\(config.owner): inputs are quantized by \(.object(quantizer) as ConfigValue); AbsMaxQuantizer is supported"
            )
        }
        return Config(own, owner: config.owner)
    }

    public override var className: String { "Dense" }
    public override var config: ConfigObject { settings }

    public override func build(_ input: Shape) throws {
        guard units >= 1, input.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more and at least 1 unit, got \(input), \(units)")
        }
        kernel = addWeight(
            "kernel", shape: [input[input.rank - 1], units], initializer: Zeros(), trainable: false)
        kernel.isInt8InFiles = true
        if usesBias { bias = addWeight("bias", shape: [units], initializer: Zeros()) }
        kernelScale = addWeight("kernel_scale", shape: [units], initializer: Ones(), trainable: false)
    }

    public override var storedWeights: [Variable] { [kernel, bias, kernelScale].compactMap { $0 } }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 2, x.shape[x.rank - 1] == kernel.shape[0] else {
            throw MyelinError(.shape, "expected an input with \(kernel.shape[0]) features, got shape \(x.shape)")
        }
        var y: Tensor
        if quantizesInputs {
            // Whole numbers and their sums are exact in Float32 up to 2^24: rows of some thousand features.
            let scale = range.most / (abs(x).max(axes: [-1], keepDimensions: true) + epsilon)
            let whole = clip(round(x * scale), min: range.least, max: range.most)
            y = matmul(whole, kernel.value) / (kernelScale.value * scale)
        } else {
            y = matmul(x, kernel.value) / kernelScale.value
        }
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }
}
