import MyelinCore

/// The mean of `max(|target - prediction| - epsilon, 0)`, that of support vector regression (Vapnik 1995). Keras has
/// none.
public struct EpsilonInsensitive: Loss {
    public static let className = "EpsilonInsensitive"
    public let epsilon: Double
    public let reduction: LossReduction

    /// - Parameter epsilon: errors up to it cost nothing.
    public init(epsilon: Double = 0.1, reduction: LossReduction = .sumOverBatchSize) {
        self.epsilon = epsilon
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(epsilon: try config.double("epsilon", default: 0.1), reduction: try config.reduction())
    }

    public var config: ConfigObject { config(["epsilon": .double(epsilon)]) }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        relu(abs(prediction - target.cast(to: prediction.dtype)) - epsilon).mean(axes: [-1])
    }
}

extension Loss where Self == EpsilonInsensitive {
    /// The absolute error beyond 0.1.
    public static var epsilonInsensitive: Self { Self() }
    /// The absolute error beyond `epsilon`.
    public static func epsilonInsensitive(epsilon: Double) -> Self { Self(epsilon: epsilon) }
}
