import MyelinCore

/// `x` above zero, `negativeSlope * x` below. Keras: `LeakyReLU`.
public final class LeakyReLU: Layer {
    public let negativeSlope: Double

    public init(negativeSlope: Double = 0.3, name: String? = nil) {
        self.negativeSlope = negativeSlope
        super.init(name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        leakyRelu(x, slope: negativeSlope)
    }
    public override var config: [String: ConfigValue] { ["negative_slope": .double(negativeSlope)] }

    convenience init(config: Config) throws {
        self.init(negativeSlope: try config.double("negative_slope", default: 0.3), name: try config.string("name"))
    }
}
