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
        return [try operation.apply(operands)]
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
        case .array(let elements): return Tensor.stacked(try elements.map(constant))
        case .object(let fields):
            // How Keras writes an array of numbers.
            if case .object(let config)? = fields["config"], let numbers = config["value"] {
                return try constant(numbers)
            }
            throw MyelinError(.file, "\(config.owner): expected a number, got \(value)")
        default: throw MyelinError(.file, "\(config.owner): expected a number, got \(value)")
        }
    }

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

    func axis(default fallback: Int) throws -> Int { try settings("axis").int("axis", default: fallback) }
}
