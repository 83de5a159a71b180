import MyelinCore

/// Random values whose variance is `scale / n`, where n counts a unit's inputs, outputs, or their average. Keras:
/// `VarianceScaling`.
public struct VarianceScaling: RandomInitializer {
    /// What the variance is divided by.
    public enum Mode: String, Sendable, CaseIterable {
        case fanIn = "fan_in"
        case fanOut = "fan_out"
        case fanAverage = "fan_avg"
    }

    /// How the values are distributed.
    public enum Distribution: String, Sendable, CaseIterable {
        case uniform
        case truncatedNormal = "truncated_normal"
        case untruncatedNormal = "untruncated_normal"
    }

    public static let className = "VarianceScaling"
    public let scale: Double
    public let mode: Mode
    public let distribution: Distribution
    public let seed: Int?
    public let axes: FanAxes?

    /// - Parameters:
    ///   - scale: above 0.
    ///   - mode: what the variance is divided by.
    ///   - distribution: how the values are distributed.
    ///   - seed: gives the same values in every model.
    ///   - axes: which axes count inputs and outputs; by default the last two, times the others.
    public init(
        scale: Double = 1, mode: Mode = .fanIn, distribution: Distribution = .truncatedNormal, seed: Int? = nil,
        axes: FanAxes? = nil
    ) {
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed
        self.axes = axes
    }

    public init(config: Config) throws {
        var config = config
        // Keras' older name.
        if config.values["distribution"] == "normal" { config.values["distribution"] = "truncated_normal" }
        self.init(
            scale: try config.double("scale", default: 1), mode: try config.choice("mode", default: .fanIn),
            distribution: try config.choice("distribution", default: .truncatedNormal), seed: config.seed(),
            axes: try config.fanAxes())
        guard scale > 0 else {
            throw MyelinError(.file, "\(config.owner): scale: expected a number above 0, got \(scale)")
        }
    }

    public var config: ConfigObject {
        let own: ConfigObject = [
            "scale": .double(scale), "mode": .string(mode.rawValue), "distribution": .string(distribution.rawValue),
            "seed": ConfigValue(seed),
        ]
        return own.merging(FanAxes.config(axes)) { $1 }
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        guard let (inputs, outputs) = axes == nil ? Self.fans(shape) : axes?.fans(shape) else {
            let error = MyelinError(.shape, "\(Self.className): the axes do not fit a weight of shape \(shape)")
            return .invalid(TensorType(shape, dtype), error)
        }
        let count: Double
        switch mode {
        case .fanIn: count = Double(inputs)
        case .fanOut: count = Double(outputs)
        case .fanAverage: count = Double(inputs + outputs) / 2
        }
        let variance = scale / max(1, count)
        let key = self.key(or: key)
        let counter = Tensor(0, .int64)
        switch distribution {
        case .uniform:
            let limit = (3 * variance).squareRoot()
            return .randomUniform(shape, key: key, counter: counter, minimum: -limit, maximum: limit, dtype: dtype)
        case .truncatedNormal:
            // The standard deviation of the normal distribution cut off at two standard deviations.
            let deviation = variance.squareRoot() / 0.87962566103423978
            return .randomTruncatedNormal(shape, key: key, counter: counter, standardDeviation: deviation, dtype: dtype)
        case .untruncatedNormal:
            let deviation = variance.squareRoot()
            return .randomNormal(shape, key: key, counter: counter, standardDeviation: deviation, dtype: dtype)
        }
    }

    /// How many inputs and outputs each unit of a weight has; the axes before the last two are a convolution's window.
    package static func fans(_ shape: Shape) -> (inputs: Int, outputs: Int) {
        switch shape.rank {
        case 0: return (1, 1)
        case 1: return (shape[0], shape[0])
        default:
            let window = shape.sizes.dropLast(2).reduce(1, *)
            return (shape[shape.rank - 2] * window, shape[shape.rank - 1] * window)
        }
    }
}

extension Initializer where Self == VarianceScaling {
    /// Random values whose variance is `scale / n`.
    public static func varianceScaling(
        scale: Double = 1, mode: VarianceScaling.Mode = .fanIn,
        distribution: VarianceScaling.Distribution = .truncatedNormal, seed: Int? = nil
    ) -> Self {
        Self(scale: scale, mode: mode, distribution: distribution, seed: seed)
    }
}
