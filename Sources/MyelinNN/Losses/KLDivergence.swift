import MyelinCore

/// The sum of `target * log(target / prediction)`, both between 1e-7 and 1. Keras: `KLDivergence`.
public struct KLDivergence: Loss {
    public static let className = "KLDivergence"
    public static let aliases = ["kld", "KLD", "kullback_leibler_divergence"]
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = clip(target.cast(to: prediction.dtype), min: 1e-7, max: 1)
        return (targets * log(targets / clip(prediction, min: 1e-7, max: 1))).sum(axes: [-1])
    }
}

extension Loss where Self == KLDivergence {
    /// The sum of `target * log(target / prediction)`, both between 1e-7 and 1.
    public static var klDivergence: Self { Self() }
    /// The same as `klDivergence`.
    public static var kld: Self { Self() }
}
