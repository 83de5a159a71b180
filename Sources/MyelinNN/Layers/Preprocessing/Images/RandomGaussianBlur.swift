import MyelinCore

/// Blurs images at random by a Gaussian kernel. Keras: `RandomGaussianBlur`.
public final class RandomGaussianBlur: ImageAugmentation {
    public let factor: RandomFactor
    public let kernelSize: [Int]
    public let sigma: RandomFactor
    /// The bounds of the pixels' values.
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: the probability, drawn for each image; one number stands for 0 to x.
    ///   - kernelSize: height and width of the kernel, odd.
    ///   - sigma: the kernel's standard deviation, from 0 to 1, drawn for each axis; one number stands for 0 to x.
    public init(
        _ factor: RandomFactor = 1, kernelSize: any AxisSizes = 3, sigma: RandomFactor = 1,
        valueRange: ClosedRange<Double> = 0...255, seed: Int? = nil, dataFormat: DataFormat = .channelsLast,
        name: String? = nil
    ) {
        self.factor = factor
        self.kernelSize = kernelSize.sizes(rank: 2)
        self.sigma = sigma
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        _ = try factor.limits(in: 0...1)
        _ = try sigma.limits("sigma", in: 0...1)
        guard kernelSize.count == 2, kernelSize.allSatisfy({ (1...1 << 12).contains($0) && $0 % 2 == 1 }) else {
            throw MyelinError(.argument, "kernelSize: expected two odd numbers, got \(kernelSize)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let meant = draws.chance(try factor.limits(in: 0...1))
        let limits = try sigma.limits("sigma", in: 0...1)
        let deviations = draws.uniform([2], limits.low, limits.high) + 1e-6
        let blurred = x.blurred(kernelSize, [0, 1].map { deviations.sliced(axis: 0, $0..<$0 + 1) })
        return draws.choose(meant, blurred, x).clamped(to: valueRange)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "factor": factor.serialized, "kernel_size": ConfigValue(kernelSize), "sigma": sigma.serialized,
            "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor(default: 1)
        kernelSize = try config.axisSizes("kernel_size", rank: 2, default: 3)
        sigma = try config.factor("sigma", default: 1)
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}

/// The weights of a Gaussian over `size` places that sum up to 1, for a deviation of shape (1,).
func gaussian(_ size: Int, _ deviation: Tensor) -> Tensor {
    let place = Tensor.range(to: Double(size), dtype: deviation.dtype) - Double(size - 1) / 2
    let weights = exp(square(place / deviation) * -0.5)
    return weights / weights.sum()
}

extension Tensor {
    /// Images blurred by bell curves of these sizes and deviations, each of shape (1).
    func blurred(_ size: [Int], _ deviations: [Tensor]) -> Tensor {
        let channels = shape[3]
        // As Keras: the first size and deviation are the width's, and the product is read in the other order.
        let across = gaussian(size[0], deviations[0]), down = gaussian(size[1], deviations[1])
        let kernel = (down.expanded(at: 1) * across.expanded(at: 0)).reshaped(to: [size[0], size[1], 1, 1])
        return convolution(
            self, kernel.broadcast(to: [size[0], size[1], 1, channels]), padding: .same, groups: channels)
    }
}
