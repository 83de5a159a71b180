import MyelinCore

/// Bends images at random, as if they were of rubber. Keras: `RandomElasticTransform`. Simard et al. 2003.
///
/// Each element moves by noise that a Gaussian has smoothed.
public final class RandomElasticTransform: ImageAugmentation {
    public let factor: RandomFactor
    public let scale: RandomFactor
    public let interpolation: Interpolation
    public let fillMode: FillMode
    public let fillValue: Double
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: the probability, drawn for each image; one number stands for 0 to x.
    ///   - scale: how strongly they are bent, from 0 to 1, drawn for a batch; one number stands for 0 to x.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillMode: what stands for elements outside of the image.
    ///   - fillValue: for `.constant`.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor = 1, scale: RandomFactor = 1, interpolation: Interpolation = .bilinear,
        fillMode: FillMode = .reflect, fillValue: Double = 0, valueRange: ClosedRange<Double> = 0...255,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.scale = scale
        self.interpolation = interpolation
        self.fillMode = fillMode
        self.fillValue = fillValue
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        _ = try factor.limits(in: 0...1)
        _ = try scale.limits("scale", in: 0...1)
        guard interpolation == .nearest || interpolation == .bilinear else {
            throw MyelinError(.argument, "interpolation: expected nearest or bilinear, got \(interpolation.rawValue)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let probability = try factor.limits(in: 0...1), strength = try scale.limits("scale", in: 0...1)
        guard probability.high != 0, strength.high != 0 else { return x }
        let meant = draws.chance(probability)
        let height = x.shape[1], width = x.shape[2]
        let distortion = draws.uniform([1], strength.low, strength.high)
        let sigma = distortion * (0.05 * Double(min(height, width))),
            alpha = distortion * (0.1 * Double(max(height, width)))
        // Three deviations.
        let reach = 0.05 * Double(min(height, width)) * strength.high
        guard reach <= 4096 else {
            throw MyelinError(.argument, "scale: expected numbers from 0 to 1, got \(scale)")
        }
        let most = 3 * Int(reach)
        let rows = Tensor.range(to: Double(height), dtype: x.dtype).reshaped(to: [1, height, 1])
        let columns = Tensor.range(to: Double(width), dtype: x.dtype).reshaped(to: [1, 1, width])
        func moved(_ places: Tensor) -> Tensor {
            let noise = draws.normal([draws.batch, height, width, 1]) * sigma
            return places + alpha * smoothed(noise, sigma, reach: most).squeezed(axes: [3])
        }
        let bent = displaced(
            x, x: moved(columns), y: moved(rows), interpolation: interpolation, fillMode: fillMode,
            fillValue: fillValue)
        return draws.choose(meant, bent, x).clamped(to: valueRange)
    }

    /// Images of one channel blurred by a Gaussian that reaches three deviations, rounded down, to each side.
    private func smoothed(_ x: Tensor, _ sigma: Tensor, reach: Int) -> Tensor {
        let size = 2 * reach + 1
        let place = Tensor.range(to: Double(size), dtype: x.dtype) - Double(reach)
        let isNear = abs(place).lessEqual((floor(sigma) * 3).broadcast(to: place.shape))
        let deviation = maximum(sigma, Tensor(1e-12, x.dtype))
        let bell = exp(square(place / deviation) * -0.5)
        let weights = select(isNear, bell, Tensor.zeros(bell.shape, dtype: bell.dtype))
        let kernel = weights / weights.sum()
        let down = convolution(x, kernel.reshaped(to: [size, 1, 1, 1]), padding: .same)
        return convolution(down, kernel.reshaped(to: [1, size, 1, 1]), padding: .same)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "factor": factor.serialized, "scale": scale.serialized, "interpolation": .string(interpolation.rawValue),
            "fill_mode": .string(fillMode.rawValue), "fill_value": .double(fillValue),
            "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor(default: 1)
        scale = try config.factor("scale", default: 1)
        interpolation = try config.choice("interpolation", default: .bilinear)
        fillMode = try config.choice("fill_mode", default: .reflect)
        fillValue = try config.double("fill_value", default: 0)
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
