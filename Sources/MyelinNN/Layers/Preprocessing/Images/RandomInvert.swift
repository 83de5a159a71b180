import MyelinCore

/// Turns images into their negatives at random. Keras: `RandomInvert`.
public final class RandomInvert: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: the probability, drawn for each image; one number stands for 0 to x.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor = 1, valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func factorLimits() throws -> (low: Double, high: Double) { try factor.limits("factor", in: 0...1) }

    override func check() throws {
        _ = try factorLimits()
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let meant = draws.chance(try factorLimits())
        return draws.choose(meant, valueRange.upperBound - x, x)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "factor": factor.serialized, "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor("factor", default: 1)
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
