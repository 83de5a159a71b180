import MyelinCore

/// Changes the saturation of colours at random. Keras: `RandomSaturation`.
public final class RandomSaturation: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: 0.5 keeps the saturation, 0 takes it away, 1 raises it to the utmost; one number stands for -x to x.
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
        try x.requireChannels([3])
        // Keras' `epsilon()`.
        let factor = draws.perImage(try factorLimits())
        let scale = factor / (1 - factor + 1e-7)
        let colors = x.hsv()
        let saturation = (colors.channel(1) * scale).clamped(to: valueRange)
        return Tensor.concatenated([colors.channel(0), saturation, colors.channel(2)], axis: 3).rgb()
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
