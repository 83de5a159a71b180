import MyelinCore

/// The mean of `log(cosh(prediction - target))`: half the square of small errors, nearly the size of large ones. Keras:
/// `LogCosh`.
public struct LogCosh: Loss {
    public static let className = "LogCosh"
    public static let aliases = ["logcosh"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let error = prediction - target.cast(to: prediction.dtype)
        return (error + softplus(error * -2) - 0.6931471805599453).mean(axes: [-1])
    }
}

extension Loss where Self == LogCosh {
    /// The mean of `log(cosh(prediction - target))`: half the square of small errors, nearly the size of large ones.
    public static var logCosh: Self { Self() }
}
