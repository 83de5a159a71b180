import MyelinCore

/// Categorical cross-entropy, each class times `alpha * (1 - p)^gamma`: what is already certain counts little (Lin et
/// al. 2017). Keras: `CategoricalFocalCrossentropy`.
public struct CategoricalFocalCrossentropy: Loss {
    public static let className = "CategoricalFocalCrossentropy"
    /// One weight for all classes, or one each.
    public let alpha: [Double]
    public let gamma: Double
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let axis: Int
    public let reduction: LossReduction

    /// - Parameters:
    ///   - alpha: weights of the classes; a single one is for all.
    ///   - gamma: how strongly certain predictions lose weight; 0 not at all.
    ///   - fromLogits: whether predictions are logits, whose softmax are the probabilities.
    ///   - labelSmoothing: how much of a target is spread evenly over the classes.
    ///   - axis: along which the classes lie.
    public init(
        alpha: [Double] = [0.25], gamma: Double = 2, fromLogits: Bool = false, labelSmoothing: Double = 0,
        axis: Int = -1, reduction: LossReduction = .sumOverBatchSize
    ) {
        self.alpha = alpha
        self.gamma = gamma
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
        self.axis = axis
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            alpha: try config.doubles("alpha") ?? [0.25], gamma: try config.double("gamma", default: 2),
            fromLogits: try config.bool("from_logits", default: false),
            labelSmoothing: try config.double("label_smoothing", default: 0),
            axis: try config.int("axis", default: -1), reduction: try config.reduction())
    }

    public var config: ConfigObject {
        config([
            "alpha": alpha.count == 1 ? .double(alpha[0]) : ConfigValue(alpha), "gamma": .double(gamma),
            "from_logits": .bool(fromLogits), "label_smoothing": .double(labelSmoothing), "axis": .int(axis),
        ])
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        try checkOneHot(target.shape, prediction.shape, axis: axis)
        guard alpha.count == 1 || alpha.count == prediction.shape.sizes.last else {
            throw MyelinError(
                .argument,
                "\(Self.className): \(alpha.count) weights alpha for predictions of shape \(prediction.shape)")
        }
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = smoothedClasses(target.cast(to: prediction.dtype), labelSmoothing)
        let p = prediction.probabilities(fromLogits: fromLogits, axis: axis).clippedProbability
        let weights = Tensor(alpha.map { Float($0) }).cast(to: p.dtype)
        return (power(1 - p, Tensor(gamma, p.dtype)) * weights * (targets * -log(p))).sum(axes: [axis])
    }
}

extension Loss where Self == CategoricalFocalCrossentropy {
    /// Categorical cross-entropy in which certain predictions lose weight.
    public static var categoricalFocalCrossentropy: Self { Self() }
    /// Categorical cross-entropy in which certain predictions lose weight.
    public static func categoricalFocalCrossentropy(
        alpha: [Double] = [0.25], gamma: Double = 2, fromLogits: Bool = false
    ) -> Self {
        Self(alpha: alpha, gamma: gamma, fromLogits: fromLogits)
    }
}
