import MyelinCore

/// An operation on tensors in a drawn network, such as `x + y` or `keras.ops.mean(x)`, as Keras' files list them among the
/// layers. It has no weights.
public final class OperationLayer: Layer {
    private let operation: OperationTable.Entry
    private let settings: ConfigObject
    public override var className: String { operation.className }
    public override var module: String { ownModule }
    private let ownModule: String

    /// - Parameters:
    ///   - className: Keras' name of the operation's class, such as `NanToNum`.
    ///   - module: Keras' module of it, such as `keras.src.ops.numpy`.
    ///   - settings: what it is made with, by Keras' names.
    /// - Throws: for an operation that Myelin does not know.
    package init(_ className: String, module: String, settings: ConfigObject) throws {
        guard let operation = OperationTable.entry(className) else {
            throw MyelinError(.unknownName, "unknown operation \(module).\(className)")
        }
        self.operation = operation
        self.settings = settings
        ownModule = module
        super.init(name: try Config(settings, owner: className).string("name", default: snakeCase(className)))
    }

    public override var config: ConfigObject { settings }
    override var castsInputs: Bool { false }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        let operands = OperationArguments(
            tensors: inputs, arguments: arguments, config: Config(settings, owner: name), names: operation.names)
        return try operation.apply(operands)
    }
}

/// What an operation is called with: operands by position or name, settings by name.
struct OperationArguments {
    let tensors: [Tensor]
    let arguments: CallArguments
    let config: Config
    /// The names of the positional arguments.
    let names: [String]

    private func argument(_ place: Int) -> CallArgument? {
        if arguments.positional.indices.contains(place) { return arguments.positional[place] }
        return names.indices.contains(place) ? arguments.named[names[place]] : nil
    }

    /// The operand at a place, a tensor or a constant.
    func tensor(_ place: Int) throws -> Tensor {
        guard let argument = argument(place) else {
            throw MyelinError(.file, "\(config.owner): expected an operand \(place)")
        }
        return try tensor(argument)
    }

    /// The operands in a list.
    func tensors(_ place: Int) throws -> [Tensor] {
        switch argument(place) {
        case .list(let elements): return try elements.map(tensor)
        case .some(let argument): return [try tensor(argument)]
        case nil: throw MyelinError(.file, "\(config.owner): expected a list of operands")
        }
    }

    private func tensor(_ argument: CallArgument) throws -> Tensor {
        switch argument {
        case .tensor(let number): return tensors[number]
        case .literal(let value): return try constant(value)
        case .list(let elements): return Tensor.stacked(try elements.map(tensor))
        case .fields: throw MyelinError(.file, "\(config.owner): expected a tensor")
        }
    }

    private func constant(_ value: ConfigValue) throws -> Tensor {
        switch value {
        case .int(let number): return Tensor(literal: Double(number))
        case .double(let number): return Tensor(literal: number)
        case .bool(let flag): return Tensor(literal: flag ? 1 : 0).cast(to: .bool)
        case .array, .object:
            // Lists, and arrays in Keras' form with their element type.
            let (numbers, shape) = try value.array(owner: config.owner)
            var dtype = value.isWhole ? DType.int32 : .float32
            if case .object(let fields) = value, case .object(let array)? = fields["config"],
                case .string(let name)? = array["dtype"]
            {
                dtype = DType(rawValue: name) ?? .float32
            }
            return Tensor(numbers, shape: shape).cast(to: dtype)
        default: throw MyelinError(.file, "\(config.owner): expected a number, got \(value)")
        }
    }

    /// Whether an operand is given.
    func has(_ place: Int) -> Bool { argument(place).map { $0 != .literal(.null) } ?? false }

    /// Two operands; a number with a point makes whole numbers on the other side floats.
    func operands(_ first: Int = 0, _ second: Int = 1) throws -> (Tensor, Tensor) {
        func isFraction(_ place: Int) -> Bool {
            if case .literal(.double)? = argument(place) { true } else { false }
        }
        let (a, b) = (try tensor(first), try tensor(second))
        return (isFraction(second) ? a.floating : a, isFraction(first) ? b.floating : b)
    }

    /// All operands, given one by one.
    func allTensors() throws -> [Tensor] { try arguments.positional.map(tensor) }

    /// A setting: among the operation's own, or an argument that is no tensor.
    func setting(_ name: String) -> ConfigValue {
        if let value = config.values[name] { return value }
        if case .literal(let value)? = arguments.named[name] { return value }
        if let place = names.firstIndex(of: name), case .literal(let value)? = argument(place) { return value }
        return .null
    }

    func settings(_ names: String...) -> Config {
        Config(ConfigObject(uniqueKeysWithValues: names.map { ($0, setting($0)) }), owner: config.owner)
    }

    /// Axes: none for all, one, or several.
    func axes() throws -> [Int]? {
        let settings = settings("axis")
        return settings.has("axis") ? try settings.ints("axis") : nil
    }

    func axis(default fallback: Int) throws -> Int {
        try settings("axis").int("axis", default: fallback, isSize: false)
    }

    func flag(_ name: String) throws -> Bool { try settings(name).bool(name, default: false) }

    /// The element type that is asked for, if any is. Numbers of 16 bits are kept in Float32.
    func dtype() throws -> DType? {
        try dtypeName().map { ($0 == "float16" || $0 == "bfloat16") ? .float32 : try named($0) }
    }

    private func dtypeName() throws -> String? {
        settings("dtype").has("dtype") ? try settings("dtype").string("dtype") : nil
    }

    private func named(_ name: String) throws -> DType {
        guard let dtype = DType(rawValue: name) else {
            throw MyelinError(.file, "\(config.owner): dtype '\(name)' is not supported")
        }
        return dtype
    }

    /// The first operand with the element type that is asked for.
    func converted() throws -> Tensor {
        let x = try tensor(0)
        guard let dtype = try dtype() else { return x }
        let converted = x.cast(to: dtype)
        return try dtypeName().flatMap(HalfPrecision.init).map { converted.rounded(to: $0) } ?? converted
    }

    /// A tensor of one number in the shape of the first operand.
    func filled(_ number: Double) throws -> Tensor {
        let x = try tensor(0)
        return Tensor.full(x.shape, number, dtype: try dtype() ?? x.dtype)
    }
}

extension ConfigValue {
    /// Whether this is whole numbers, alone or in lists.
    fileprivate var isWhole: Bool {
        switch self {
        case .int: true
        case .array(let elements): elements.allSatisfy(\.isWhole)
        default: false
        }
    }
}
