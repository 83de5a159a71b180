import MyelinCore

/// The mean of `(log(target + 1) - log(prediction + 1))²`, both at least 1e-7. Keras: `MeanSquaredLogarithmicError`.
public struct MeanSquaredLogarithmicError: Loss {
    public static let className = "MeanSquaredLogarithmicError"
    public static let aliases = ["msle", "MSLE"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = log(maximum(target.cast(to: prediction.dtype), 1e-7) + 1)
        return square(log(maximum(prediction, 1e-7) + 1) - targets).mean(axes: [-1])
    }
}

extension Loss where Self == MeanSquaredLogarithmicError {
    /// The mean of `(log(target + 1) - log(prediction + 1))²`, both at least 1e-7.
    public static var meanSquaredLogarithmicError: Self { Self() }
    /// The same as `meanSquaredLogarithmicError`.
    public static var msle: Self { Self() }
}
