import MyelinCore

/// Changes brightness, contrast, saturation and hue of images at random, in this order. Keras: `RandomColorJitter`.
public final class RandomColorJitter: ImageAugmentation {
    public let valueRange: ClosedRange<Double>
    public let brightnessFactor: RandomFactor?
    public let contrastFactor: RandomFactor?
    public let saturationFactor: RandomFactor?
    public let hueFactor: RandomFactor?

    /// - Parameters:
    ///   - valueRange: the least and the largest value of images.
    ///   - brightnessFactor: as `RandomBrightness` takes it; nil leaves the brightness as it is.
    ///   - contrastFactor: likewise for `RandomContrast`.
    ///   - saturationFactor: likewise for `RandomSaturation`.
    ///   - hueFactor: likewise for `RandomHue`.
    public init(
        valueRange: ClosedRange<Double> = 0...255, brightnessFactor: RandomFactor? = nil,
        contrastFactor: RandomFactor? = nil, saturationFactor: RandomFactor? = nil, hueFactor: RandomFactor? = nil,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.valueRange = valueRange
        self.brightnessFactor = brightnessFactor
        self.contrastFactor = contrastFactor
        self.saturationFactor = saturationFactor
        self.hueFactor = hueFactor
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private var steps: [ImageAugmentation] {
        [
            brightnessFactor.map { RandomBrightness($0, valueRange: valueRange) },
            contrastFactor.map { RandomContrast($0, valueRange: valueRange) },
            saturationFactor.map { RandomSaturation($0, valueRange: valueRange) },
            hueFactor.map { RandomHue($0, valueRange: valueRange) },
        ].compactMap { $0 }
    }

    override func check() throws { for step in steps { try step.check() } }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try steps.reduce(x) { try $1.augmented($0, draws) }
    }

    public override var config: ConfigObject {
        super.config.merging([
            "value_range": ConfigValue(valueRange), "brightness_factor": brightnessFactor?.serialized ?? .null,
            "contrast_factor": contrastFactor?.serialized ?? .null,
            "saturation_factor": saturationFactor?.serialized ?? .null, "hue_factor": hueFactor?.serialized ?? .null,
        ]) { $1 }
    }

    init(config: Config) throws {
        valueRange = try config.valueRange()
        brightnessFactor = try config.optionalFactor("brightness_factor")
        contrastFactor = try config.optionalFactor("contrast_factor")
        saturationFactor = try config.optionalFactor("saturation_factor")
        hueFactor = try config.optionalFactor("hue_factor")
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
