import MyelinCore

/// Applies a function to its input. Keras: `Activation`.
public final class ActivationLayer: Layer {
    /// The function that is applied.
    public let activation: any Activation

    public init(_ activation: any Activation, name: String? = nil) {
        self.activation = activation
        super.init(name: name)
    }

    public override var className: String { "Activation" }
    public override var sublayers: [Layer] { Optional(activation).layers }
    public override var folders: [(path: String, layer: Layer)] { Optional(activation).folders() }
    public override var supportsMasking: Bool { true }
    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { activation(x) }
    public override var config: ConfigObject { ["activation": Optional(activation).serializedActivation] }

    convenience init(config: Config) throws {
        self.init(try config.activation() ?? .linear, name: try config.string("name"))
    }
}
