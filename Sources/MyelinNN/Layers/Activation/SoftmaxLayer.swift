import MyelinCore

/// Softmax along an axis. Keras: `Softmax`.
public final class Softmax: Layer {
    public let axis: Int

    public init(axis: Int = -1, name: String? = nil) {
        self.axis = axis
        super.init(name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { softmax(x, axis: axis) }
    public override var config: [String: ConfigValue] { ["axis": .int(axis)] }

    convenience init(config: Config) throws {
        self.init(axis: try config.int("axis", default: -1), name: try config.string("name"))
    }
}
