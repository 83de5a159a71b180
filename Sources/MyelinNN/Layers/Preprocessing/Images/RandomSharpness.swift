import MyelinCore

/// Blurs or sharpens images at random. Keras: `RandomSharpness`.
public final class RandomSharpness: ImageAugmentation {
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: 0 blurs, 0.5 keeps an image as it is, 1 sharpens; one number stands for 0 to x.
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
        let sharpness = draws.perImage(try factorLimits()) * 2.0
        let channels = x.shape[3], side = Float(1.0 / 13), center = Float(5.0 / 13)
        let kernel = Tensor([side, side, side, side, center, side, side, side, side], shape: [3, 3, 1, 1])
            .cast(to: x.dtype).broadcast(to: [3, 3, 1, channels])
        let smooth = convolution(x, kernel, padding: .same, groups: channels)
        return (x + (1 - sharpness) * (smooth - x)).clamped(to: valueRange)
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
