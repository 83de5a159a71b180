import MyelinCore

/// The mean of `(target - prediction)²`. Keras: `MeanSquaredError`.
public struct MeanSquaredError: Loss {
    public static let className = "MeanSquaredError"
    public static let aliases = ["mse", "MSE"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        square(prediction - target.cast(to: prediction.dtype)).mean(axes: [-1])
    }
}

extension Loss where Self == MeanSquaredError {
    /// The mean of `(target - prediction)²`.
    public static var meanSquaredError: Self { Self() }
    /// The same as `meanSquaredError`.
    public static var mse: Self { Self() }
}
