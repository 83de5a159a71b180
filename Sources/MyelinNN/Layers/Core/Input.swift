import MyelinCore

/// Where data enters a network. Keras: `Input` and `InputLayer`.
public final class Input: Layer, Symbolic {
    /// The shape of one sample, without the batch axis.
    public let shape: [Int]
    public let dtype: DType

    /// - Parameters:
    ///   - shape: of one sample: `[784]`, `[28, 28, 1]`.
    ///   - dtype: the element type in which the data enters; UInt8 data stays UInt8 until here.
    public init(shape: [Int], dtype: DType = .float32, name: String? = nil) {
        self.shape = shape
        self.dtype = dtype
        super.init(name: name)
    }

    public override var className: String { "InputLayer" }
    public override var config: [String: ConfigValue] {
        ["batch_shape": .array([.null] + shape.map { .int($0) }), "dtype": .string(dtype.rawValue)]
    }

    convenience init(config: Config) throws {
        guard case .array(let sizes)? = config.values["batch_shape"] else {
            throw MyelinError(.file, "\(config.owner): an input without its shape")
        }
        let shape = sizes.dropFirst().compactMap { if case .int(let size) = $0 { size } else { nil } }
        guard shape.count == sizes.count - 1, let dtype = DType(rawValue: try config.string("dtype", default: "float32")) else {
            throw MyelinError(.file, "\(config.owner): expected whole sizes and a known dtype")
        }
        self.init(shape: shape, dtype: dtype, name: try config.string("name"))
    }

    private lazy var call = LayerCall(input: self)
    public var symbolic: SymbolicTensor { call.outputs[0] }
}
