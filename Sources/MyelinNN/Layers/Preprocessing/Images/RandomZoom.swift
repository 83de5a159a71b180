import MyelinCore

/// Enlarges or shrinks images at random about their centres. Keras: `RandomZoom`.
public final class RandomZoom: ImageTransform {
    public let heightFactor: RandomFactor
    public let widthFactor: RandomFactor?

    /// - Parameters:
    ///   - heightFactor: how much more of the height is shown; one number stands for -x to x, above -1. Negative enlarges.
    ///   - widthFactor: likewise of the width; by default as much as of the height.
    ///   - fillMode: what stands for elements outside of the image.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillValue: for `.constant`.
    public init(
        _ heightFactor: RandomFactor, _ widthFactor: RandomFactor? = nil,
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

    private func limits(_ name: String, _ factor: RandomFactor) throws -> (low: Double, high: Double) {
        try factor.limits(name, in: (-1.0).nextUp...1, .mirrored)
    }

    override func check() throws {
        try super.check()
        _ = try limits("heightFactor", heightFactor)
        if let widthFactor { _ = try limits("widthFactor", widthFactor) }
    }

    override func transforms(_ draws: ImageDraws, height: Int, width: Int) throws -> Tensor {
        func zoom(_ limits: (low: Double, high: Double)) -> Tensor {
            draws.uniform([draws.batch, 1], 1 + limits.low, 1 + limits.high).cast(to: .float32)
        }
        let down = zoom(try limits("heightFactor", heightFactor))
        let across = try widthFactor.map { zoom(try limits("widthFactor", $0)) } ?? down
        let offsetX = (1 - across) * (Double(width - 1) / 2), offsetY = (1 - down) * (Double(height - 1) / 2)
        return columns(draws.batch, [across, 0, offsetX, 0, down, offsetY, 0, 0])
    }

    public override var config: ConfigObject {
        super.config.merging([
            "height_factor": heightFactor.serialized, "width_factor": widthFactor?.serialized ?? .null,
        ]) { $1 }
    }

    init(config: Config) throws {
        heightFactor = try config.factor("height_factor")
        widthFactor = try config.optionalFactor("width_factor")
        super.init(try config.imageTransformOptions())
    }
}
