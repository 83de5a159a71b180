import MyelinCore

/// The mean of `100 * |(target - prediction) / target|`, |target| at least 1e-7. Keras: `MeanAbsolutePercentageError`.
public struct MeanAbsolutePercentageError: Loss {
    public static let className = "MeanAbsolutePercentageError"
    public static let aliases = ["mape", "MAPE"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = target.cast(to: prediction.dtype)
        return abs((targets - prediction) / maximum(abs(targets), 1e-7)).mean(axes: [-1]) * 100
    }
}

extension Loss where Self == MeanAbsolutePercentageError {
    /// The mean of `100 * |(target - prediction) / target|`, |target| at least 1e-7.
    public static var meanAbsolutePercentageError: Self { Self() }
    /// The same as `meanAbsolutePercentageError`.
    public static var mape: Self { Self() }
}
