import MyelinCore

/// Blends each image with another of its batch. Keras: `MixUp`. Zhang et al. 2017.
///
/// `w · image + (1 - w) · other`, where w is drawn from a Beta distribution for each image. Targets stay as they are.
public final class MixUp: ImageAugmentation {
    public let alpha: Double

    /// - Parameter alpha: both parameters of the distribution; the smaller, the more images stay nearly as they are.
    public init(_ alpha: Double = 0.2, seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.alpha = alpha
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        guard alpha > 0, alpha.isFinite else {
            throw MyelinError(.argument, "alpha: expected a number above 0, got \(alpha)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let order = draws.permutation()
        let weight = draws.beta(draws.batch, (alpha, alpha)).reshaped(to: [draws.batch, 1, 1, 1])
        return weight * x + (1 - weight) * x.gathered(order)
    }

    public override var config: ConfigObject { super.config.merging(["alpha": .double(alpha)]) { $1 } }

    init(config: Config) throws {
        alpha = try config.double("alpha", default: 0.2)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
