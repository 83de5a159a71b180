import MyelinCore

/// Takes colour out of images at random, or adds to it. Keras: `RandomColorDegeneration`.
public final class RandomColorDegeneration: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: shares of the way to gray; one number stands for -x to x.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor, valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func factorLimits() throws -> (low: Double, high: Double) { try factor.limits("factor", in: -1...1) }

    override func check() throws {
        _ = try factorLimits()
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try x.requireChannels([1, 3])
        let share = draws.perImage(try factorLimits())
        return (x + share * (x.grayscale() - x)).clamped(to: valueRange)
    }

    public override var config: [String: ConfigValue] {
        super.config.merging([
            "factor": factor.serialized, "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor("factor")
        valueRange = try config.valueRange()
        super.init(
            seed: try config.optionalInt("seed"), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
