import MyelinCore

/// The mean of `|target - prediction|`. Keras: `MeanAbsoluteError`.
public struct MeanAbsoluteError: Loss {
    public static let className = "MeanAbsoluteError"
    public static let aliases = ["mae", "MAE"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        abs(prediction - target.cast(to: prediction.dtype)).mean(axes: [-1])
    }
}

extension Loss where Self == MeanAbsoluteError {
    /// The mean of `|target - prediction|`.
    public static var meanAbsoluteError: Self { Self() }
    /// The same as `meanAbsoluteError`.
    public static var mae: Self { Self() }
}
