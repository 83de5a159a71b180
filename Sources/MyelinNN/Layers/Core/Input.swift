import MyelinCore

/// Where data enters a network. Keras: `Input` and `InputLayer`.
public final class Input: Layer, Symbolic {
    /// The shape of one sample, without the batch axis; nil where a size is not known, such as the length of a text.
    public let shape: [Int?]
    /// The element type; of text it means nothing.
    public let dtype: DType
    /// Whether texts enter here and no numbers.
    public let isText: Bool
    /// The number of samples in each batch, where it is fixed.
    public let batchSize: Int?

    /// - Parameters:
    ///   - shape: of one sample: `[784]`, `[28, 28, 1]`, `[nil, 16]`.
    ///   - batchSize: the number of samples in each batch, which stateful layers need; any by default.
    ///   - dtype: the element type in which the data enters; UInt8 data stays UInt8 until here.
    public convenience init(shape: [Int?], batchSize: Int? = nil, dtype: DType = .float32, name: String? = nil) {
        self.init(shape, batchSize, dtype, isText: false, name: name)
    }

    /// Where texts enter; `[]` for one in each sample.
    public static func text(shape: [Int?] = [], name: String? = nil) -> Input {
        Input(shape, nil, .uint8, isText: true, name: name)
    }

    private init(_ shape: [Int?], _ batchSize: Int?, _ dtype: DType, isText: Bool, name: String?) {
        self.shape = shape
        self.batchSize = batchSize
        self.dtype = dtype
        self.isText = isText
        super.init(name: name)
    }

    public override var className: String { "InputLayer" }
    public override var config: ConfigObject {
        [
            "batch_shape": .array(([batchSize] + shape).map { ConfigValue($0) }),
            "dtype": .string(fileDType ?? symbolic.dtypeName),
            "sparse": false, "ragged": false, "optional": false,
        ]
    }

    convenience init(config: Config) throws {
        // Keras 2 wrote `batch_input_shape`.
        guard case .array(let sizes)? = config.values["batch_shape"] ?? config.values["batch_input_shape"] else {
            throw MyelinError(.file, "\(config.owner): an input without its shape")
        }
        let name = try config.string("dtype", default: "float32")
        guard let dtype = name == "string" ? .uint8 : DType(rawValue: name) ?? Self.widened[name] else {
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
            Array(shape.dropFirst()), shape.first ?? nil, dtype, isText: name == "string",
            name: try config.string("name"))
        if Self.widened[name] != nil { fileDType = name }
    }

    /// Element types that files may ask for and no tensor has, with the types whose numbers hold theirs.
    private static let widened: [String: DType] = [
        "float16": .float32, "bfloat16": .float32, "int8": .int32, "int16": .int32, "uint16": .int32, "uint32": .int64,
    ]
    /// Of these the one that a file asked for.
    private var fileDType: String?

    private lazy var call = LayerCall(input: self)
    public var symbolic: SymbolicTensor { call.outputs[0] }
}
