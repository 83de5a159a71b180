import MyelinCore

/// Turns values above a random threshold into their opposite. Keras: `Solarization`.
public final class Solarization: ImageAugmentation {
    public let additionFactor: RandomFactor
    public let thresholdFactor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - additionFactor: shares of 255 that are added first; one number stands for 0 to x.
    ///   - thresholdFactor: shares of 255 from which on values are turned; one number stands for 0 to x.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ additionFactor: RandomFactor = 0, thresholdFactor: RandomFactor = 0,
        valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.additionFactor = additionFactor
        self.thresholdFactor = thresholdFactor
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func additionFactorLimits() throws -> (low: Double, high: Double) {
        try additionFactor.limits("additionFactor", in: 0...1, .fromZero)
    }
    private func thresholdFactorLimits() throws -> (low: Double, high: Double) {
        try thresholdFactor.limits("thresholdFactor", in: 0...1, .fromZero)
    }

    override func check() throws {
        _ = try additionFactorLimits()
        _ = try thresholdFactorLimits()
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        // Keras scales the upper ends alone to bytes.
        let add = try additionFactorLimits(), threshold = try thresholdFactorLimits()
        let addition = draws.perImage((add.low, add.high * 255)),
            least = draws.perImage((threshold.low, threshold.high * 255))
        let bytes = (x.scaled(from: valueRange, to: byteRange) + addition).clamped(to: byteRange)
        return select(bytes.less(least.broadcast(to: bytes.shape)), bytes, 255 - bytes).scaled(
            from: byteRange, to: valueRange)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "addition_factor": additionFactor.serialized, "threshold_factor": thresholdFactor.serialized,
            "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        additionFactor = try config.factor("addition_factor", default: 0)
        thresholdFactor = try config.factor("threshold_factor", default: 0)
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
