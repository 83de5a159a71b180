import MyelinCore

/// Leaves a random number of bits of each value. Keras: `RandomPosterization`.
public final class RandomPosterization: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: how many of 8 bits are kept; one number stands for 1 to x, of which x is left out.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor, valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func factorLimits() throws -> (low: Double, high: Double) { try factor.limits("factor", in: 1...8) }

    override func check() throws {
        _ = try factorLimits()
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let limits = try factorLimits()
        // Keras: the upper end is not drawn.
        let bits = floor(draws.perImage(limits)).cast(to: .int32)
        let steps = Tensor((0...8).map { Float(1 << (8 - $0)) }).gathered(bits.flattened()).cast(to: x.dtype)
        let step = steps.reshaped(to: [draws.batch, 1, 1, 1])
        let bytes = floor(x.scaled(from: valueRange, to: byteRange))
        return (floor(bytes / step) * step).scaled(from: byteRange, to: valueRange)
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
