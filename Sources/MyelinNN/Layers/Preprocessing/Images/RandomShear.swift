import MyelinCore

/// Slants images at random, half of them the other way. Keras: `RandomShear`.
public final class RandomShear: ImageTransform {
    public let xFactor: RandomFactor
    public let yFactor: RandomFactor

    /// - Parameters:
    ///   - xFactor: how far an element moves sideways for each below it, from 0 to 1; one number stands for -x to x.
    ///   - yFactor: likewise downwards.
    ///   - fillMode: what stands for elements outside of the image.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillValue: for `.constant`.
    public init(
        _ xFactor: RandomFactor = 0, _ yFactor: RandomFactor = 0,
        fillMode: FillMode = .reflect, interpolation: Interpolation = .bilinear,
        seed: Int? = nil, fillValue: Double = 0, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.xFactor = xFactor
        self.yFactor = yFactor
        super.init(
            Options(
                fillMode: fillMode, fillValue: fillValue, interpolation: interpolation, seed: seed,
                dataFormat: dataFormat, name: name))
    }

    private func limits() throws -> (x: (low: Double, high: Double), y: (low: Double, high: Double)) {
        // Keras saves the two numbers that one stands for, of which the lower is out of its bounds.
        func limits(_ name: String, _ factor: RandomFactor) throws -> (low: Double, high: Double) {
            if case .range(let low, let high) = factor, low == -high { return (low, high) }
            return try factor.limits(name, in: 0...1, .mirrored)
        }
        return (try limits("xFactor", xFactor), try limits("yFactor", yFactor))
    }

    override func check() throws {
        try super.check()
        _ = try limits()
    }

    override func transforms(_ draws: ImageDraws, height: Int, width: Int) throws -> Tensor {
        let limits = try limits()
        let sign = draws.signs([draws.batch, 1])
        let down = draws.uniform([draws.batch, 1], limits.y.low, limits.y.high) * sign
        let across = draws.uniform([draws.batch, 1], limits.x.low, limits.x.high) * sign
        return columns(draws.batch, [1, across, 0, down, 1, 0, 0, 0])
    }

    public override var config: ConfigObject {
        // Keras takes no negative number in a pair.
        func serialized(_ factor: RandomFactor) -> ConfigValue {
            if case .range(let low, let high) = factor, low == -high { return .double(high) }
            return factor.serialized
        }
        return super.config.merging(["x_factor": serialized(xFactor), "y_factor": serialized(yFactor)]) { $1 }
    }

    init(config: Config) throws {
        xFactor = try config.factor("x_factor", default: 0)
        yFactor = try config.factor("y_factor", default: 0)
        super.init(try config.imageTransformOptions())
    }
}
