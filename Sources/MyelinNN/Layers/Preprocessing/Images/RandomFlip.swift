import MyelinCore

/// Mirrors half of the images. Keras: `RandomFlip`.
public final class RandomFlip: ImageAugmentation {
    /// In which directions an image is mirrored; with both, at once.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        case horizontal
        case vertical
        case horizontalAndVertical = "horizontal_and_vertical"
    }

    public let mode: Mode

    public init(
        _ mode: Mode = .horizontalAndVertical, seed: Int? = nil, dataFormat: DataFormat = .channelsLast,
        name: String? = nil
    ) {
        self.mode = mode
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let axes = mode == .horizontal ? [2] : mode == .vertical ? [1] : [1, 2]
        return draws.choose(draws.perImage().lessEqual(0.5), x.reversed(axes: axes), x)
    }

    public override var config: ConfigObject { super.config.merging(["mode": .string(mode.rawValue)]) { $1 } }

    init(config: Config) throws {
        mode = try config.choice("mode", default: .horizontalAndVertical)
        super.init(
            seed: try config.optionalInt("seed"), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
