import MyelinCore

/// Puts a box of another image of the batch into each image. Keras: `CutMix`. Yun et al. 2019.
///
/// The box's shares of width and height are √(1 - w), w from a Beta distribution. Targets stay as they are.
public final class CutMix: ImageAugmentation {
    public let factor: RandomFactor

    /// - Parameter factor: both parameters of the distribution, drawn for each batch; one number stands for 0 to x.
    public init(
        _ factor: RandomFactor = 1, seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws { _ = try factor.limits(in: 0...1) }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let weight = draws.beta(draws.batch, try factor.limits(in: 0...1)).reshaped(to: [draws.batch, 1, 1, 1])
        let share = sqrt(1 - weight)
        let boxes = draws.boxes(x.shape, width: share, height: share)
        return draws.choose(boxes, x.gathered(draws.permutation()), x)
    }

    public override var config: ConfigObject { super.config.merging(["factor": factor.serialized]) { $1 } }

    init(config: Config) throws {
        factor = try config.factor(default: 1)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
