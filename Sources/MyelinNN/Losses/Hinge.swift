import MyelinCore

/// The mean of `max(1 - target * prediction, 0)` for targets -1 and 1; 0 and 1 are converted. Keras: `Hinge`.
public struct Hinge: Loss {
    public static let className = "Hinge"
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        relu(1 - signedLabels(target, prediction.dtype) * prediction).mean(axes: [-1])
    }
}

/// Labels 0 and 1 as -1 and 1. Keras converts a batch only if all of its labels are 0 or 1.
func signedLabels(_ target: Tensor, _ dtype: DType) -> Tensor {
    let labels = target.cast(to: dtype)
    let areBinary = labels.equal(0).or(labels.equal(1)).all()
    return select(areBinary, labels * 2 - 1, labels)
}

extension Loss where Self == Hinge {
    /// The mean of `max(1 - target * prediction, 0)` for targets -1 and 1; 0 and 1 are converted.
    public static var hinge: Self { Self() }
}
