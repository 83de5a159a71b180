import MyelinCore

/// `-sum(target * log(p))` over the classes for one-hot targets and predicted probabilities p, which are divided by
/// their sum. Keras: `CategoricalCrossentropy`.
public struct CategoricalCrossentropy: Loss {
    public static let className = "CategoricalCrossentropy"
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let reduction: LossReduction

    /// - Parameters:
    ///   - fromLogits: whether predictions are logits, whose softmax are the probabilities.
    ///   - labelSmoothing: how much of a target is spread evenly over the classes.
    public init(
        fromLogits: Bool = false, labelSmoothing: Double = 0, reduction: LossReduction = .sumOverBatchSize
    ) {
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            fromLogits: try config.bool("from_logits", default: false),
            labelSmoothing: try config.double("label_smoothing", default: 0), reduction: try config.reduction())
    }

    public var config: [String: ConfigValue] {
        config(["from_logits": .bool(fromLogits), "label_smoothing": .double(labelSmoothing)])
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        try checkClasses(prediction.shape)
        guard target.shape != prediction.shape else { return }
        var message = "\(Self.className): expected one-hot targets of shape \(prediction.shape), got \(target.shape)"
        if isClassNumbers(target.shape, for: prediction.shape) {
            message += "; for class numbers use SparseCategoricalCrossentropy"
        }
        throw MyelinError(.shape, message)
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        var targets = target.cast(to: prediction.dtype)
        if labelSmoothing != 0 {
            let classes = Double(prediction.shape.sizes.last ?? 1)
            targets = targets * (1 - labelSmoothing) + labelSmoothing / classes
        }
        return (targets * -prediction.logProbabilities(fromLogits: fromLogits)).sum(axes: [-1])
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
