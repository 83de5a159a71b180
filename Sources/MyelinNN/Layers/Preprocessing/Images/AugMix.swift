import MyelinCore
import MyelinData

/// Blends images with what several chains of augmentations make of them. Keras: `AugMix`. Hendrycks et al. 2020.
///
/// As Keras' compiled steps do, it chooses the augmentations once, when the step is recorded; how strong they are and how
/// they are blended is drawn for each batch.
public final class AugMix: ImageAugmentation {
    public let valueRange: ClosedRange<Double>
    public let numChains: Int
    public let chainDepth: Int
    public let factor: RandomFactor
    public let alpha: Double
    public let allOps: Bool
    public let interpolation: Interpolation

    /// - Parameters:
    ///   - valueRange: the least and the largest value of images.
    ///   - numChains: the number of chains.
    ///   - chainDepth: how many augmentations a chain has at most.
    ///   - factor: how strong they are, from 0 to 1; one number stands for 0 to x.
    ///   - alpha: of the distributions of the shares.
    ///   - allOps: whether augmentations are among them by which test sets are spoiled (brightness, contrast, …).
    ///   - interpolation: `.nearest` or `.bilinear`.
    public init(
        valueRange: ClosedRange<Double> = 0...255, numChains: Int = 3, chainDepth: Int = 3, factor: RandomFactor = 0.3,
        alpha: Double = 1, allOps: Bool = true, interpolation: Interpolation = .bilinear, seed: Int? = nil,
        dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.valueRange = valueRange
        self.numChains = numChains
        self.chainDepth = chainDepth
        self.factor = factor
        self.alpha = alpha
        self.allOps = allOps
        self.interpolation = interpolation
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    private func augmentations() throws -> [ImageAugmentation] {
        AugmentationSet(
            factor: try factor.limits(in: 0...1), valueRange: valueRange, interpolation: interpolation, all: allOps
        ).layers
    }

    override func check() throws {
        guard (1...100).contains(numChains), (0...100).contains(chainDepth), alpha > 0, alpha.isFinite else {
            throw MyelinError(
                .argument,
                "expected 1 to 100 chains of up to 100 steps and alpha above 0, got \(numChains), \(chainDepth), \(alpha)"
            )
        }
        for layer in try augmentations() { try layer.check() }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let layers = try augmentations()
        let shares = draws.dirichlet(numChains, alpha), own = draws.beta(1, (alpha, alpha))
        var choices = draws.recordingStream()
        var mixed = x * 0.0
        for chain in 0..<numChains {
            var images = x
            for _ in 0..<chainDepth {
                // One choice is to do nothing.
                let choice = choices.next(below: layers.count + 1)
                if choice < layers.count { images = try layers[choice].augmented(images, draws) }
            }
            mixed = mixed + images * shares.sliced(axis: 0, chain..<chain + 1)
        }
        return (own * x + (1 - own) * mixed).clamped(to: valueRange)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "value_range": ConfigValue(valueRange), "num_chains": .int(numChains), "chain_depth": .int(chainDepth),
            "factor": factor.serialized, "alpha": .double(alpha), "all_ops": .bool(allOps),
            "interpolation": .string(interpolation.rawValue),
        ]) { $1 }
    }

    init(config: Config) throws {
        valueRange = try config.valueRange()
        numChains = try config.int("num_chains", default: 3)
        chainDepth = try config.int("chain_depth", default: 3)
        factor = try config.factor(default: 0.3)
        alpha = try config.double("alpha", default: 1)
        allOps = try config.bool("all_ops", default: true)
        interpolation = try config.choice("interpolation", default: .bilinear)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
