import MyelinCore

/// `max(neg - pos + 1, 0)` for one-hot targets: pos is the score of the target's class, neg the largest of the others.
/// Keras: `CategoricalHinge`.
public struct CategoricalHinge: Loss {
    public static let className = "CategoricalHinge"
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = target.cast(to: prediction.dtype)
        let positive = (targets * prediction).sum(axes: [-1])
        let negative = ((1 - targets) * prediction).max(axes: [-1])
        return relu(negative - positive + 1)
    }
}

extension Loss where Self == CategoricalHinge {
    /// `max(neg - pos + 1, 0)` for one-hot targets: pos is the score of the target's class, neg the largest of the
    /// others.
    public static var categoricalHinge: Self { Self() }
}
