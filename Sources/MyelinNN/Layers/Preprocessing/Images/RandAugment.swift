import MyelinCore

/// Changes images by some augmentations that are chosen at random for each batch. Keras: `RandAugment`. Cubuk et al. 2019.
public final class RandAugment: ImageAugmentation {
    public let valueRange: ClosedRange<Double>
    public let numOps: Int
    public let factor: RandomFactor
    public let interpolation: Interpolation

    /// - Parameters:
    ///   - valueRange: the least and the largest value of images.
    ///   - numOps: how many augmentations follow one another.
    ///   - factor: how strong they are, from 0 to 1; one number stands for 0 to x.
    ///   - interpolation: `.nearest` or `.bilinear`.
    public init(
        valueRange: ClosedRange<Double> = 0...255, numOps: Int = 2, factor: RandomFactor = 0.5,
        interpolation: Interpolation = .bilinear, seed: Int? = nil, dataFormat: DataFormat = .channelsLast,
        name: String? = nil
    ) {
        self.valueRange = valueRange
        self.numOps = numOps
        self.factor = factor
        self.interpolation = interpolation
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func augmentations() throws -> [ImageAugmentation] {
        AugmentationSet(
            factor: try factor.limits(in: 0...1), valueRange: valueRange, interpolation: interpolation, all: true
        ).layers
    }

    override func check() throws {
        guard (0...100).contains(numOps) else {
            throw MyelinError(.argument, "numOps: expected a number from 0 to 100, got \(numOps)")
        }
        for layer in try augmentations() { try layer.check() }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let layers = try augmentations()
        var images = x
        for _ in 0..<numOps {
            let chosen = floor(draws.uniform([1, 1, 1, 1], 0, Double(layers.count)))
            // As Keras: one choice after the other, so that each is drawn in any case.
            for (index, layer) in layers.enumerated() {
                let changed = try layer.augmented(images, draws)
                images = draws.choose(chosen.equal(Tensor(Double(index), chosen.dtype)), changed, images)
            }
        }
        return images
    }

    public override var config: ConfigObject {
        super.config.merging([
            "value_range": ConfigValue(valueRange), "num_ops": .int(numOps), "factor": factor.serialized,
            "interpolation": .string(interpolation.rawValue),
        ]) { $1 }
    }

    init(config: Config) throws {
        valueRange = try config.valueRange()
        numOps = try config.int("num_ops", default: 2)
        factor = try config.factor(default: 0.5)
        interpolation = try config.choice("interpolation", default: .bilinear)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
