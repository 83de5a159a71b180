import MyelinCore

/// The mean of `-target * log(p) - (1 - target) * log(1 - p)` for targets 0 and 1 and predicted probabilities p. Keras:
/// `BinaryCrossentropy`.
public struct BinaryCrossentropy: Loss {
    public static let className = "BinaryCrossentropy"
    public static let aliases = ["bce", "BCE"]
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let reduction: LossReduction

    /// - Parameters:
    ///   - fromLogits: whether predictions are logits, whose sigmoid is the probability.
    ///   - labelSmoothing: how much of a target is replaced by 0.5.
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
        guard !fits(target.shape, prediction.shape) else { return }
        var message = misfit(target.shape, prediction.shape)
        if (prediction.shape.sizes.last ?? 1) > 1, isClassNumbers(target.shape, for: prediction.shape) {
            message += "; for one class number a sample use SparseCategoricalCrossentropy"
        }
        throw MyelinError(.shape, message)
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        var targets = target.cast(to: prediction.dtype)
        if labelSmoothing != 0 { targets = targets * (1 - labelSmoothing) + labelSmoothing / 2 }
        if let logits = fromLogits ? prediction : prediction.sigmoidLogits {
            return (softplus(logits) - targets * logits).mean(axes: [-1])
        }
        let p = prediction.clippedProbability
        return (-(targets * log(p) + (1 - targets) * log(1 - p))).mean(axes: [-1])
    }
}

extension Loss where Self == BinaryCrossentropy {
    /// Cross-entropy of targets 0 and 1 and predicted probabilities.
    public static var binaryCrossentropy: Self { Self() }
    /// Cross-entropy of targets 0 and 1 and predicted probabilities or logits.
    public static func binaryCrossentropy(fromLogits: Bool = false, labelSmoothing: Double = 0) -> Self {
        Self(fromLogits: fromLogits, labelSmoothing: labelSmoothing)
    }
}
