import MyelinCore

/// Shifts images by random shares of their sizes. Keras: `RandomTranslation`.
public final class RandomTranslation: ImageTransform {
    public let heightFactor: RandomFactor
    public let widthFactor: RandomFactor

    /// - Parameters:
    ///   - heightFactor: shares of the height; one number stands for -x to x. Positive shifts down.
    ///   - widthFactor: likewise of the width. Positive shifts right.
    ///   - fillMode: what stands for elements outside of the image.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillValue: for `.constant`.
    public init(
        _ heightFactor: RandomFactor, _ widthFactor: RandomFactor,
        fillMode: FillMode = .reflect, interpolation: Interpolation = .bilinear,
        seed: Int? = nil, fillValue: Double = 0, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.heightFactor = heightFactor
        self.widthFactor = widthFactor
        super.init(
            Options(
                fillMode: fillMode, fillValue: fillValue, interpolation: interpolation, seed: seed,
                dataFormat: dataFormat, name: name))
    }

    private func limits() throws -> (height: (low: Double, high: Double), width: (low: Double, high: Double)) {
        (
            try heightFactor.limits("heightFactor", in: -1...1, .mirrored),
            try widthFactor.limits("widthFactor", in: -1...1, .mirrored)
        )
    }

    override func check() throws {
        try super.check()
        _ = try limits()
    }

    override func transforms(_ draws: ImageDraws, height: Int, width: Int) throws -> Tensor {
        let limits = try limits()
        let down = draws.uniform([draws.batch, 1], limits.height.low, limits.height.high) * Double(height)
        let right = draws.uniform([draws.batch, 1], limits.width.low, limits.width.high) * Double(width)
        return columns(draws.batch, [1, 0, -right, 0, 1, -down, 0, 0])
    }

    public override var config: ConfigObject {
        super.config.merging(["height_factor": heightFactor.serialized, "width_factor": widthFactor.serialized]) { $1 }
    }

    init(config: Config) throws {
        heightFactor = try config.factor("height_factor")
        widthFactor = try config.factor("width_factor")
        super.init(try config.imageTransformOptions())
    }
}
