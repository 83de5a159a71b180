import MyelinCore

/// Turns images gray at random, in as many channels as they have. Keras: `RandomGrayscale`.
public final class RandomGrayscale: ImageAugmentation {
    /// The probability.
    public let factor: Double

    /// - Parameter factor: the probability, from 0 to 1.
    public init(
        _ factor: Double = 0.5, seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        guard (0...1).contains(factor) else {
            throw MyelinError(.argument, "factor: expected a probability from 0 to 1, got \(factor)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try x.requireChannels([1, 3])
        return draws.choose(draws.perImage().less(Tensor(factor)), x.grayscale().broadcast(to: x.shape), x)
    }

    public override var config: ConfigObject { super.config.merging(["factor": .double(factor)]) { $1 } }

    init(config: Config) throws {
        factor = try config.double("factor", default: 0.5)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
