import MyelinCore

/// Shortens vectors that are longer than a limit (Srivastava et al. 2014). Keras: `MaxNorm`.
public struct MaxNorm: Constraint {
    public static let className = "MaxNorm"
    public let maxValue: Double
    public let axes: [Int]

    /// - Parameters:
    ///   - maxValue: the largest norm.
    ///   - axes: along which the vectors lie: 0 for the weights into each unit of a dense layer, [0, 1, 2] for those
    ///     into each filter of a convolution.
    public init(_ maxValue: Double = 2, axes: [Int] = [0]) {
        self.maxValue = maxValue
        self.axes = axes
    }

    public init(config: Config) throws {
        self.init(try config.double("max_value", default: 2), axes: try config.axes("axis") ?? [0])
    }

    public var config: ConfigObject { ["max_value": .double(maxValue), "axis": ConfigValue(axes: axes)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor {
        let norms = norms(weight, axes: axes)
        return weight * (clip(norms, min: 0, max: maxValue) / (norms + 1e-7))
    }
}

extension Constraint where Self == MaxNorm {
    /// Shortens vectors that are longer than a limit.
    public static func maxNorm(_ maxValue: Double = 2, axes: [Int] = [0]) -> Self { Self(maxValue, axes: axes) }
}
