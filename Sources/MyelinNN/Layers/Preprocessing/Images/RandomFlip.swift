import MyelinCore

/// Mirrors half of the images. Keras: `RandomFlip`.
public final class RandomFlip: ImageAugmentation {
    /// In which directions an image is mirrored; with both, at once.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Left and right.
        case horizontal
        /// Up and down.
        case vertical
        /// Both at once: a half turn.
        case horizontalAndVertical = "horizontal_and_vertical"
    }

    /// Which way images are turned over.
    public let mode: Mode

    /// - Parameters:
    ///   - mode: which way half of the images, drawn at random, are turned over.
    ///   - seed: what the choice depends on; nil for the model's seed.
    ///   - dataFormat: where the channels stand.
    ///   - name: how the layer is called; by default `random_flip` with a number.
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
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
