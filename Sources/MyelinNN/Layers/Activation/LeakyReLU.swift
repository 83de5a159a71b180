import MyelinCore

/// `x` above zero, `negativeSlope * x` below. Keras: `LeakyReLU`.
public final class LeakyReLU: Layer {
    public let negativeSlope: Double

    public init(negativeSlope: Double = 0.3, name: String? = nil) {
        self.negativeSlope = negativeSlope
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        guard negativeSlope >= 0 else {
            throw MyelinError(.argument, "expected a negativeSlope of at least 0, got \(negativeSlope)")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        leakyRelu(x, slope: negativeSlope)
    }
    public override var config: ConfigObject { ["negative_slope": .double(negativeSlope)] }

    convenience init(config: Config) throws {
        // Keras 2 called it alpha.
        let slope = try config.double(config.has("alpha") ? "alpha" : "negative_slope", default: 0.3)
        self.init(negativeSlope: slope, name: try config.string("name"))
    }
}
