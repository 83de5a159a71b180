import MyelinCore

/// Binary cross-entropy times `(1 - p_t)^gamma`, where p_t is the probability given to what is true: what is already
/// certain counts little (Lin et al. 2017). Keras: `BinaryFocalCrossentropy`.
public struct BinaryFocalCrossentropy: Loss, LossOfProbabilities {
    public static let className = "BinaryFocalCrossentropy"
    /// Whether targets 1 are weighted with alpha, targets 0 with 1 - alpha.
    public let appliesClassBalancing: Bool
    public let alpha: Double
    public let gamma: Double
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let axis: Int
    public let reduction: LossReduction

    /// - Parameters:
    ///   - applyClassBalancing: whether targets 1 are weighted with alpha, targets 0 with 1 - alpha.
    ///   - alpha: weight of the targets 1.
    ///   - gamma: how strongly certain predictions lose weight; 0 not at all.
    ///   - fromLogits: whether predictions are logits, whose sigmoid is the probability.
    ///   - labelSmoothing: how much of a target is replaced by 0.5.
    ///   - axis: over which the mean is taken.
    public init(
        applyClassBalancing: Bool = false, alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false,
        labelSmoothing: Double = 0, axis: Int = -1, reduction: LossReduction = .sumOverBatchSize
    ) {
        appliesClassBalancing = applyClassBalancing
        self.alpha = alpha
        self.gamma = gamma
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
        self.axis = axis
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            applyClassBalancing: try config.bool("apply_class_balancing", default: false),
            alpha: try config.double("alpha", default: 0.25), gamma: try config.double("gamma", default: 2),
            fromLogits: try config.bool("from_logits", default: false),
            labelSmoothing: try config.double("label_smoothing", default: 0),
            axis: try config.int("axis", default: -1), reduction: try config.reduction())
    }

    public var config: ConfigObject {
        config([
            "apply_class_balancing": .bool(appliesClassBalancing), "alpha": .double(alpha), "gamma": .double(gamma),
            "from_logits": .bool(fromLogits), "label_smoothing": .double(labelSmoothing), "axis": .int(axis),
        ])
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = smoothedBits(target.cast(to: prediction.dtype), labelSmoothing)
        let p = fromLogits ? sigmoid(prediction) : prediction
        let truth = targets * p + (1 - targets) * (1 - p)
        var losses = power(1 - truth, Tensor(gamma, p.dtype)) * binaryCrossentropies(targets, p)
        if appliesClassBalancing { losses = (targets * alpha + (1 - targets) * (1 - alpha)) * losses }
        return losses.mean(axes: [axis])
    }
}

extension Loss where Self == BinaryFocalCrossentropy {
    /// Binary cross-entropy in which certain predictions lose weight.
    public static var binaryFocalCrossentropy: Self { Self() }
    /// Binary cross-entropy in which certain predictions lose weight.
    public static func binaryFocalCrossentropy(
        applyClassBalancing: Bool = false, alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false
    ) -> Self {
        Self(applyClassBalancing: applyClassBalancing, alpha: alpha, gamma: gamma, fromLogits: fromLogits)
    }
}
