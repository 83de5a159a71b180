import MyelinCore

/// `1 - tp / (tp + alpha * fn + beta * fp)` with the sums of true positives, false negatives and false positives over
/// the axes (Salehi et al. 2017). Keras: `Tversky`, whose alpha weighs `target * (1 - prediction)`.
public struct Tversky: Loss {
    public static let className = "Tversky"
    public let alpha: Double
    public let beta: Double
    public let axes: [Int]?
    public let reduction: LossReduction

    /// - Parameters:
    ///   - alpha: weight of what the prediction leaves out.
    ///   - beta: weight of what it has in excess.
    ///   - axes: over which the sums run; all by default, so that the loss is one number a batch. Keras: `axis`.
    public init(
        alpha: Double = 0.5, beta: Double = 0.5, axes: [Int]? = nil, reduction: LossReduction = .sumOverBatchSize
    ) {
        self.alpha = alpha
        self.beta = beta
        self.axes = axes
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            alpha: try config.double("alpha", default: 0.5), beta: try config.double("beta", default: 0.5),
            axes: try config.axes("axis"), reduction: try config.reduction())
    }

    public var config: ConfigObject {
        config(["alpha": .double(alpha), "beta": .double(beta), "axis": ConfigValue(axes: axes)])
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = target.cast(to: prediction.dtype)
        let both = (targets * prediction).sum(axes: axes)
        let missing = ((1 - prediction) * targets).sum(axes: axes)
        let excess = (prediction * (1 - targets)).sum(axes: axes)
        return 1 - both / (both + missing * alpha + excess * beta + 1e-7)
    }
}

extension Loss where Self == Tversky {
    /// One minus the Tversky index.
    public static var tversky: Self { Self() }
    /// One minus the Tversky index.
    public static func tversky(alpha: Double, beta: Double, axes: [Int]? = nil) -> Self {
        Self(alpha: alpha, beta: beta, axes: axes)
    }
}
