import MyelinCore

/// The element type of a layer's weights and the precision in which it computes. Keras: `DTypePolicy`.
///
/// The mixed policies keep weights in Float32 and round what a layer reads and gives (inputs, weights, outputs, and their
/// gradients) to 16 bits; sums inside of a layer are Float32's. So a model trains as it would on hardware of 16 bits, and
/// files of such models give Keras' numbers; arithmetic takes as long as Float32's.
public struct DTypePolicy: Hashable, Sendable {
    /// Keras' name, such as "mixed_bfloat16".
    public let name: String
    /// The element type of weights and of the arithmetic.
    public let dtype: DType
    /// What inputs, weights and outputs are rounded to, if to anything.
    let precision: HalfPrecision?

    /// Float32 throughout, the default.
    public static let float32 = DTypePolicy(name: "float32", dtype: .float32, precision: nil)
    /// Float64 throughout, without oneDNN's kernels.
    public static let float64 = DTypePolicy(name: "float64", dtype: .float64, precision: nil)
    /// Float16 around Float32 weights; `compile` lets a `LossScaleOptimizer` keep gradients in range.
    public static let mixedFloat16 = DTypePolicy(name: "mixed_float16", dtype: .float32, precision: .float16)
    /// BFloat16 around Float32 weights.
    public static let mixedBFloat16 = DTypePolicy(name: "mixed_bfloat16", dtype: .float32, precision: .bfloat16)

    /// Float16 throughout in Keras. Here weights are kept in Float32, and all that is computed is rounded: for files.
    public static let float16 = DTypePolicy(name: "float16", dtype: .float32, precision: .float16)

    /// Of layers that give whole numbers.
    static let int32 = DTypePolicy(name: "int32", dtype: .int32, precision: nil)
    static let int64 = DTypePolicy(name: "int64", dtype: .int64, precision: nil)

    /// Of layers whose kernel was quantized to 8 bits.
    static let int8 = DTypePolicy(name: "int8_from_float32", dtype: .float32, precision: nil)

    /// The policies of layers with weights.
    static let all = [float32, float64, mixedFloat16, mixedBFloat16, float16]

    private init(name: String, dtype: DType, precision: HalfPrecision?) {
        self.name = name
        self.dtype = dtype
        self.precision = precision
    }

    /// Keras' form.
    var serialized: ConfigValue {
        if self == .int8 {
            return [
                "module": "keras.dtype_policies", "class_name": "QuantizedDTypePolicy",
                "config": ["mode": "int8", "source_name": "float32"], "registered_name": .null,
            ]
        }
        return [
            "module": "keras", "class_name": "DTypePolicy", "config": ["name": .string(name)],
            "registered_name": .null,
        ]
    }

    init(_ value: ConfigValue, owner: String, among policies: [DTypePolicy] = all) throws {
        if value.isInt8Policy, owner.hasPrefix("Dense ") {
            self = .int8
            return
        }
        var name = value
        if case .object(let object) = value, case .object(let settings)? = object["config"] {
            name = settings["name"] ?? value
        }
        guard case .string(let text) = name, let policy = policies.first(where: { $0.name == text }) else {
            let known = policies.map(\.name).joined(separator: ", ")
            throw MyelinError(.file, "\(owner): the dtype policy \(name) is not supported; \(known) are")
        }
        self = policy
    }
}

extension ConfigValue {
    /// Whether this is Keras' policy of a layer that was quantized to 8 bits from Float32.
    fileprivate var isInt8Policy: Bool {
        guard case .object(let object) = self, object["class_name"] == "QuantizedDTypePolicy",
            case .object(let settings)? = object["config"]
        else { return false }
        return settings["mode"] == "int8" && settings["source_name"] == "float32"
    }
}

extension Config {
    /// Whether the layer was quantized to 8 bits.
    var isQuantized: Bool { values["dtype"]?.isInt8Policy ?? false }
}
