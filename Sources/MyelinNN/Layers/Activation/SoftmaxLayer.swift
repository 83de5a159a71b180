import MyelinCore

/// Softmax along an axis. Keras: `Softmax`.
public final class Softmax: Layer {
    public let axis: Int

    public init(axis: Int = -1, name: String? = nil) {
        self.axis = axis
        super.init(name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { softmax(x, axis: axis) }
    /// With a mask beside the input (true where an element counts), the others get next to nothing.
    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        guard inputs.count == 2, case .tensor(let number)? = arguments.named["mask"] ?? arguments.positional.last else {
            return try super.call(inputs, arguments, context)
        }
        let x = inputs[1 - number]
        return [try call(x + (1 - inputs[number].cast(to: x.dtype)) * -1e9, context)]
    }

    public override var config: [String: ConfigValue] { ["axis": .int(axis)] }

    convenience init(config: Config) throws {
        self.init(axis: try config.int("axis", default: -1), name: try config.string("name"))
    }
}
