import MyelinCore

/// Where data enters a network. Keras: `Input` and `InputLayer`.
public final class Input: Layer, Symbolic {
    /// The shape of one sample, without the batch axis; nil where a size is not known, such as the length of a text.
    public let shape: [Int?]
    public let dtype: DType
    /// The number of samples in each batch, where it is fixed.
    public let batchSize: Int?

    /// - Parameters:
    ///   - shape: of one sample: `[784]`, `[28, 28, 1]`, `[nil, 16]`.
    ///   - batchSize: the number of samples in each batch, which stateful layers need; any by default.
    ///   - dtype: the element type in which the data enters; UInt8 data stays UInt8 until here.
    public init(shape: [Int?], batchSize: Int? = nil, dtype: DType = .float32, name: String? = nil) {
        self.shape = shape
        self.batchSize = batchSize
        self.dtype = dtype
        super.init(name: name)
    }

    public override var className: String { "InputLayer" }
    public override var config: [String: ConfigValue] {
        [
            "batch_shape": .array(([batchSize] + shape).map { ConfigValue($0) }), "dtype": .string(dtype.rawValue),
            "sparse": false, "ragged": false, "optional": false,
        ]
    }

    convenience init(config: Config) throws {
        // Keras 2 wrote `batch_input_shape`.
        guard case .array(let sizes)? = config.values["batch_shape"] ?? config.values["batch_input_shape"] else {
            throw MyelinError(.file, "\(config.owner): an input without its shape")
        }
        let name = try config.string("dtype", default: "float32")
        guard let dtype = DType(rawValue: name) else {
            throw MyelinError(.file, "\(config.owner): inputs of dtype '\(name)' are not supported")
        }
        let shape = try sizes.map { size -> Int? in
            switch size {
            case .null: return nil
            case .int(let size) where size < 1 << 31: return size
            default: throw MyelinError(.file, "\(config.owner): expected whole sizes, got \(size)")
            }
        }
        self.init(
            shape: Array(shape.dropFirst()), batchSize: shape.first ?? nil, dtype: dtype,
            name: try config.string("name"))
    }

    private lazy var call = LayerCall(input: self)
    public var symbolic: SymbolicTensor { call.outputs[0] }
}
