import MyelinCore

/// Turns images by random angles about their centres. Keras: `RandomRotation`.
public final class RandomRotation: ImageTransform {
    public let factor: RandomFactor

    /// - Parameters:
    ///   - factor: shares of a full turn; one number stands for -x to x. Positive turns counter-clockwise.
    ///   - fillMode: what stands for elements outside of the image.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillValue: for `.constant`.
    public init(
        _ factor: RandomFactor, fillMode: FillMode = .reflect, interpolation: Interpolation = .bilinear,
        seed: Int? = nil, fillValue: Double = 0, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        super.init(
            Options(
                fillMode: fillMode, fillValue: fillValue, interpolation: interpolation, seed: seed,
                dataFormat: dataFormat, name: name))
    }

    private func limits() throws -> (low: Double, high: Double) { try factor.limits(in: -1...1) }

    override func check() throws {
        try super.check()
        _ = try limits()
    }

    override func transforms(_ draws: ImageDraws, height: Int, width: Int) throws -> Tensor {
        let (low, high) = try limits()
        let angle = draws.uniform([draws.batch, 1], low * 360, high * 360).cast(to: .float32) * (Double.pi / 180)
        let centerX = Double(width - 1) * 0.5, centerY = Double(height - 1) * 0.5
        let cosine = cos(angle), sine = sin(angle)
        let offsetX = centerX - cosine * centerX + sine * centerY
        let offsetY = centerY - sine * centerX - cosine * centerY
        return columns(draws.batch, [cosine, -sine, offsetX, sine, cosine, offsetY, 0, 0])
    }

    public override var config: ConfigObject { super.config.merging(["factor": factor.serialized]) { $1 } }

    init(config: Config) throws {
        factor = try config.factor()
        super.init(try config.imageTransformOptions())
    }
}
