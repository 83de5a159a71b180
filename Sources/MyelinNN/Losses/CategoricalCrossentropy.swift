import MyelinCore

/// `-sum(target * log(p))` over the classes for one-hot targets and predicted probabilities p, which are divided by
/// their sum. Keras: `CategoricalCrossentropy`.
public struct CategoricalCrossentropy: Loss {
    public static let className = "CategoricalCrossentropy"
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let axis: Int
    public let reduction: LossReduction

    /// - Parameters:
    ///   - fromLogits: whether predictions are logits, whose softmax are the probabilities.
    ///   - labelSmoothing: how much of a target is spread evenly over the classes.
    ///   - axis: along which the classes lie.
    public init(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) {
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
        self.axis = axis
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            fromLogits: try config.bool("from_logits", default: false),
            labelSmoothing: try config.double("label_smoothing", default: 0),
            axis: try config.int("axis", default: -1), reduction: try config.reduction())
    }

    public var config: ConfigObject {
        config(["from_logits": .bool(fromLogits), "label_smoothing": .double(labelSmoothing), "axis": .int(axis)])
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        try checkOneHot(target.shape, prediction.shape, axis: axis)
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = smoothedClasses(target.cast(to: prediction.dtype), labelSmoothing)
        return (targets * -prediction.logProbabilities(fromLogits: fromLogits, axis: axis)).sum(axes: [axis])
    }
}

extension Loss where Self == CategoricalCrossentropy {
    /// Cross-entropy of one-hot targets and predicted probabilities.
    public static var categoricalCrossentropy: Self { Self() }
    /// Cross-entropy of one-hot targets and predicted probabilities or logits.
    public static func categoricalCrossentropy(fromLogits: Bool = false, labelSmoothing: Double = 0) -> Self {
        Self(fromLogits: fromLogits, labelSmoothing: labelSmoothing)
    }
}
