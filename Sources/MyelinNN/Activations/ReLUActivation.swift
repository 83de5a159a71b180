import MyelinCore

/// `max(x, 0)`; with Keras' further arguments `x` above a threshold, limited to a largest value, and
/// `negativeSlope * (x - threshold)` below. Keras: `relu`, with arguments the layer `ReLU`.
public struct ReLUActivation: Activation {
    public static let className = "relu"
    public static let aliases = ["ReLU"]
    public let negativeSlope: Double
    public let maxValue: Double?
    public let threshold: Double

    /// - Parameters:
    ///   - negativeSlope: slope below the threshold.
    ///   - maxValue: the largest output; unlimited by default.
    ///   - threshold: below it the output is `negativeSlope * (x - threshold)`.
    public init(negativeSlope: Double = 0, maxValue: Double? = nil, threshold: Double = 0) {
        self.negativeSlope = negativeSlope
        self.maxValue = maxValue
        self.threshold = threshold
    }

    public init(config: Config) throws {
        self.init(
            negativeSlope: try config.double("negative_slope", default: 0),
            maxValue: try config.optionalDouble("max_value"), threshold: try config.double("threshold", default: 0))
    }

    public var config: ConfigObject {
        if negativeSlope == 0, maxValue == nil, threshold == 0 { return [:] }
        return [
            "negative_slope": .double(negativeSlope), "max_value": ConfigValue(maxValue),
            "threshold": .double(threshold),
        ]
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        if let maxValue, maxValue > 0, negativeSlope == 0, threshold == 0, x.dtype.isFloatingPoint {
            return clippedRelu(x, ceiling: maxValue)
        }
        var y: Tensor
        if threshold != 0 {
            y = select(x.greater(Tensor(threshold, x.dtype)), x, (x - threshold) * negativeSlope)
        } else {
            y = negativeSlope == 0 ? relu(x) : leakyRelu(x, slope: negativeSlope)
        }
        if let maxValue { y = minimum(y, Tensor(maxValue, y.dtype)) }
        return y
    }
}

extension Activation where Self == ReLUActivation {
    /// `max(x, 0)`. Keras: `relu`.
    public static var relu: Self { Self() }
    /// `max(x, 0)` with a slope below the threshold and a largest value.
    public static func relu(negativeSlope: Double = 0, maxValue: Double? = nil, threshold: Double = 0) -> Self {
        Self(negativeSlope: negativeSlope, maxValue: maxValue, threshold: threshold)
    }
}
