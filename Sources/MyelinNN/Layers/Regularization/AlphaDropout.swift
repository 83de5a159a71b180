import MyelinCore

/// Dropout for networks of `selu`: what is dropped becomes selu's lowest value, and the result is scaled so that mean and
/// variance stay. Keras: `AlphaDropout`. Klambauer et al. 2017.
///
/// - Input and output shape: any.
public final class AlphaDropout: NoiseLayer {
    public let rate: Double
    /// As of `Dropout`.
    public let noiseShape: [Int?]?

    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 to 1.
    ///   - noiseShape: the shape of what is chosen at random; by default the input's.
    ///   - seed: what the choice depends on; by default the model's seed.
    public init(_ rate: Double, noiseShape: [Int?]? = nil, seed: Int? = nil, name: String? = nil) {
        self.rate = rate
        self.noiseShape = noiseShape
        super.init(seed: seed, name: name)
    }

    override func checkSettings() throws { try checkRate(rate) }
    override var isNoisy: Bool { rate > 0 }

    override func noisy(_ x: Tensor, _ random: NoiseSource) throws -> Tensor {
        // selu's limit for small inputs: -alpha * scale.
        let lowest = -1.6732632423543772 * 1.0507009873554805
        let kept = random.kept(try noiseShape.map { try x.shape.noise($0) } ?? x.shape, rate: rate)
        guard rate < 1 else { throw MyelinError(.argument, "a rate of 1 leaves nothing to scale") }
        let a = 1 / ((1 - rate) * (1 + rate * lowest * lowest)).squareRoot()
        return (x * kept + (1 - kept) * lowest) * a - a * lowest * rate
    }

    public override var config: ConfigObject {
        [
            "rate": .double(rate), "seed": ConfigValue(seed),
            "noise_shape": noiseShape.map { .array($0.map { ConfigValue($0) }) } ?? .null,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.double("rate"),
            noiseShape: config.has("noise_shape") ? try config.optionalInts("noise_shape") : nil,
            seed: config.seed(), name: try config.string("name"))
    }
}
