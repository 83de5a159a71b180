import MyelinCore

/// Brings the lengths of vectors between two limits, at a rate. Keras: `MinMaxNorm`.
public struct MinMaxNorm: Constraint {
    public static let className = "MinMaxNorm"
    public let minValue: Double
    public let maxValue: Double
    public let rate: Double
    public let axes: [Int]

    /// - Parameters:
    ///   - minValue: the smallest norm.
    ///   - maxValue: the largest norm.
    ///   - rate: 1 for the limit itself, less for a step towards it.
    ///   - axes: along which the vectors lie.
    public init(minValue: Double = 0, maxValue: Double = 1, rate: Double = 1, axes: [Int] = [0]) {
        self.minValue = minValue
        self.maxValue = maxValue
        self.rate = rate
        self.axes = axes
    }

    public init(config: Config) throws {
        self.init(
            minValue: try config.double("min_value", default: 0), maxValue: try config.double("max_value", default: 1),
            rate: try config.double("rate", default: 1), axes: try config.axes("axis") ?? [0])
    }

    public var config: ConfigObject {
        [
            "min_value": .double(minValue), "max_value": .double(maxValue), "rate": .double(rate),
            "axis": ConfigValue(axes: axes),
        ]
    }

    public func callAsFunction(_ weight: Tensor) -> Tensor {
        let norms = norms(weight, axes: axes)
        let wanted = clip(norms, min: minValue, max: maxValue) * rate + norms * (1 - rate)
        return weight * (wanted / (norms + 1e-7))
    }
}

extension Constraint where Self == MinMaxNorm {
    /// Brings the lengths of vectors between two limits.
    public static func minMaxNorm(
        minValue: Double = 0, maxValue: Double = 1, rate: Double = 1, axes: [Int] = [0]
    ) -> Self {
        Self(minValue: minValue, maxValue: maxValue, rate: rate, axes: axes)
    }
}
