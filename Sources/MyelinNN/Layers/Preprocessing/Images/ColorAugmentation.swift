import MyelinCore

/// What the augmentations have in common that change colours by a factor, drawn for each image.
public class ColorAugmentation: ImageAugmentation {
    /// Between which numbers the factor is drawn; each class says what it means.
    public let factor: RandomFactor
    /// The least and the largest value of images.
    public let valueRange: ClosedRange<Double>
    /// Between which numbers a factor may lie.
    var factorBounds: ClosedRange<Double> { 0...1 }

    /// - Parameters:
    ///   - factor: between which numbers the factor is drawn; what one number stands for, each class says.
    ///   - valueRange: the least and the largest value of images.
    ///   - seed: what the random numbers depend on; by default the model's seed.
    public init(
        _ factor: RandomFactor, valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    init(config: Config) throws {
        factor = try config.factor("factor")
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }

    func factorLimits() throws -> (low: Double, high: Double) { try factor.limits("factor", in: factorBounds) }

    override func check() throws { _ = try factorLimits() }

    public override var config: ConfigObject {
        super.config.merging(["factor": factor.serialized, "value_range": ConfigValue(valueRange)]) { $1 }
    }
}
