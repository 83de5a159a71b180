import MyelinCore

/// The mean of `max(1 - target * prediction, 0)²` for targets -1 and 1; 0 and 1 are converted. Keras: `SquaredHinge`.
public struct SquaredHinge: Loss {
    public static let className = "SquaredHinge"
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        square(relu(1 - signedLabels(target, prediction.dtype) * prediction)).mean(axes: [-1])
    }
}

extension Loss where Self == SquaredHinge {
    /// The mean of `max(1 - target * prediction, 0)²` for targets -1 and 1; 0 and 1 are converted.
    public static var squaredHinge: Self { Self() }
}
