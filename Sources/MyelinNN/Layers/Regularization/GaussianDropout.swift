import MyelinCore

/// Multiplies its inputs by normally distributed numbers around 1 while training, of the variance that dropout of the same
/// rate has. Keras: `GaussianDropout`. Srivastava et al. 2014.
///
/// - Input and output shape: any.
public final class GaussianDropout: NoiseLayer {
    public let rate: Double

    /// - Parameters:
    ///   - rate: from 0 to 1; the standard deviation is `sqrt(rate / (1 - rate))`.
    ///   - seed: what the numbers depend on; by default the model's seed.
    public init(_ rate: Double, seed: Int? = nil, name: String? = nil) {
        self.rate = rate
        super.init(seed: seed, name: name)
    }

    override func checkSettings() throws { try checkRate(rate) }
    override var isNoisy: Bool { rate > 0 }

    override func noisy(_ x: Tensor, _ random: NoiseSource) throws -> Tensor {
        guard rate < 1 else { throw MyelinError(.argument, "a rate of 1 has no standard deviation") }
        return x * random.normal(x.shape, mean: 1, standardDeviation: (rate / (1 - rate)).squareRoot())
    }

    public override var config: ConfigObject { ["rate": .double(rate), "seed": ConfigValue(seed)] }

    convenience init(config: Config) throws {
        self.init(try config.double("rate"), seed: config.seed(), name: try config.string("name"))
    }
}
