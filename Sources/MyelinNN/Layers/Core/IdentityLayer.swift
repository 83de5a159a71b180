import MyelinCore

/// Its input as it is: a placeholder in a network. Keras: `Identity`.
///
/// - Input and output shape: any.
public final class IdentityLayer: Layer {
    public override init(name: String? = nil) { super.init(name: name) }

    public override var className: String { "Identity" }
    public override var supportsMasking: Bool { true }
    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] { inputs }

    convenience init(config: Config) throws { self.init(name: try config.string("name")) }
}
