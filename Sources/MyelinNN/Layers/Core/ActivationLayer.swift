import MyelinCore

/// Applies a function to its input. Keras: `Activation`.
public final class ActivationLayer: Layer {
    public let activation: any Activation

    public init(_ activation: any Activation, name: String? = nil) {
        self.activation = activation
        super.init(name: name)
    }

    public override var className: String { "Activation" }
    public override var supportsMasking: Bool { true }
    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { activation(x) }
    public override var config: ConfigObject { ["activation": Optional(activation).serializedActivation] }

    convenience init(config: Config) throws {
        self.init(try config.activation() ?? .linear, name: try config.string("name"))
    }
}
