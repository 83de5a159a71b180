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
    /// What weights were rounded to, if to anything, and the name of the policy before that.
    private var rounding: Rounding?

    private struct Rounding: Hashable {
        let quantization: Quantization
        let source: String
    }

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
    /// BFloat16 throughout in Keras, and likewise.
    public static let bfloat16 = DTypePolicy(name: "bfloat16", dtype: .float32, precision: .bfloat16)

    /// Of layers that give whole numbers.
    static let int32 = DTypePolicy(name: "int32", dtype: .int32, precision: nil)
    static let int64 = DTypePolicy(name: "int64", dtype: .int64, precision: nil)

    /// The policies of layers with weights.
    static let all = [float32, float64, mixedFloat16, mixedBFloat16, float16, bfloat16]

    private init(name: String, dtype: DType, precision: HalfPrecision?) {
        self.name = name
        self.dtype = dtype
        self.precision = precision
    }

    /// The same for a layer whose weights were rounded.
    func quantized(_ quantization: Quantization) -> DTypePolicy {
        var policy = DTypePolicy(name: "\(quantization.mode)_from_\(name)", dtype: dtype, precision: precision)
        policy.rounding = Rounding(quantization: quantization, source: name)
        return policy
    }

    /// Keras' form.
    var serialized: ConfigValue {
        if let rounding {
            return [
                "module": "keras.dtype_policies", "class_name": .string(rounding.quantization.policyClass),
                "config": ["mode": .string(rounding.quantization.mode), "source_name": .string(rounding.source)],
                "registered_name": .null,
            ]
        }
        return [
            "module": "keras", "class_name": "DTypePolicy", "config": ["name": .string(name)],
            "registered_name": .null,
        ]
    }

    init(_ value: ConfigValue, owner: String, among policies: [DTypePolicy] = all) throws {
        var name = value
        if case .object(let object) = value, case .object(let settings)? = object["config"] {
            name = settings["name"] ?? value
            if let quantization = Quantization(policy: value), case .string(let source)? = settings["source_name"] {
                name = .string("\(quantization.mode)_from_\(source)")
            }
        }
        guard case .string(let text) = name, let policy = policies.first(where: { $0.name == text }) else {
            let known = policies.map(\.name).joined(separator: ", ")
            throw MyelinError(.file, "\(owner): the dtype policy \(name) is not supported; \(known) are")
        }
        self = policy
    }
}

extension Config {
    /// Whether the layer's weights were rounded to whole numbers.
    var isQuantized: Bool { Quantization(policy: values["dtype"]) != nil }
}
