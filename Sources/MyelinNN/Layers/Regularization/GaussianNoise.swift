import MyelinCore

/// Adds normally distributed numbers around 0 to its inputs while training. Keras: `GaussianNoise`.
///
/// - Input and output shape: any.
public final class GaussianNoise: NoiseLayer {
    public let standardDeviation: Double

    /// - Parameters:
    ///   - standardDeviation: from 0 to 1. Keras: `stddev`.
    ///   - seed: what the numbers depend on; by default the model's seed.
    public init(_ standardDeviation: Double, seed: Int? = nil, name: String? = nil) {
        self.standardDeviation = standardDeviation
        super.init(seed: seed, name: name)
    }

    override func checkSettings() throws {
        guard (0...1).contains(standardDeviation) else {
            throw MyelinError(.argument, "expected a standard deviation from 0 to 1, got \(standardDeviation)")
        }
    }
    override var isNoisy: Bool { standardDeviation > 0 }

    override func noisy(_ x: Tensor, _ random: NoiseSource) throws -> Tensor {
        x + random.normal(x.shape, mean: 0, standardDeviation: standardDeviation)
    }

    public override var config: ConfigObject {
        ["stddev": .double(standardDeviation), "seed": ConfigValue(seed)]
    }

    convenience init(config: Config) throws {
        self.init(try config.double("stddev"), seed: config.seed(), name: try config.string("name"))
    }
}
