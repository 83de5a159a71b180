import MyelinCore

/// The mean of `prediction - target * log(prediction + 1e-7)`. Keras: `Poisson`.
public struct Poisson: Loss {
    public static let className = "Poisson"
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        (prediction - target.cast(to: prediction.dtype) * log(prediction + 1e-7)).mean(axes: [-1])
    }
}

extension Loss where Self == Poisson {
    /// The mean of `prediction - target * log(prediction + 1e-7)`.
    public static var poisson: Self { Self() }
}
