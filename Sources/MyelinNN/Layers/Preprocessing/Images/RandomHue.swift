import MyelinCore

/// Turns the hue of colours at random, half of the images the other way. Keras: `RandomHue`.
public final class RandomHue: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: shares of half the circle of colours; one number stands for 0 to x.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor, valueRange: ClosedRange<Double> = 0...255,
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
        try x.requireChannels([3])
        let turn = draws.signs([draws.batch, 1, 1, 1]) * draws.perImage(try factorLimits()) * 0.5
        let colors = x.scaled(from: valueRange, to: 0...1).hsv()
        var hue = colors.channel(0) + turn
        hue = select(hue.greater(1), hue - 1, hue)
        hue = select(hue.less(0), hue + 1, hue)
        let turned = Tensor.concatenated([hue, colors.channel(1), colors.channel(2)], axis: 3).rgb()
        return turned.clamped(to: 0...1).scaled(from: 0...1, to: valueRange)
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
