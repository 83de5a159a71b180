import MyelinCore

/// `x` above zero, `alpha * (exp(x) - 1)` below. Keras: `ELU`. Clevert et al. 2016.
///
/// - Input and output shape: any.
public final class ELU: Layer {
    public let alpha: Double

    public init(alpha: Double = 1, name: String? = nil) {
        self.alpha = alpha
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }
    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { ELUActivation(alpha: alpha)(x) }
    public override var config: ConfigObject { ["alpha": .double(alpha)] }

    convenience init(config: Config) throws {
        self.init(alpha: try config.double("alpha", default: 1), name: try config.string("name"))
    }
}
