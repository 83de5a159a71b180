import MyelinCore

/// The mean of `-target * log(p) - (1 - target) * log(1 - p)` for targets 0 and 1 and predicted probabilities p. Keras:
/// `BinaryCrossentropy`.
public struct BinaryCrossentropy: Loss, LossOfProbabilities {
    public static let className = "BinaryCrossentropy"
    public static let aliases = ["bce", "BCE"]
    public let fromLogits: Bool
    public let labelSmoothing: Double
    public let axis: Int
    public let reduction: LossReduction

    /// - Parameters:
    ///   - fromLogits: whether predictions are logits, whose sigmoid is the probability.
    ///   - labelSmoothing: how much of a target is replaced by 0.5.
    ///   - axis: over which the mean is taken.
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
        guard !fits(target.shape, prediction.shape) else { return }
        var message = misfit(target.shape, prediction.shape)
        if (prediction.shape.sizes.last ?? 1) > 1, isClassNumbers(target.shape, for: prediction.shape) {
            message += "; for one class number a sample use SparseCategoricalCrossentropy"
        }
        throw MyelinError(.shape, message)
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = smoothedBits(target.cast(to: prediction.dtype), labelSmoothing)
        return binaryCrossentropies(targets, prediction, fromLogits: fromLogits).mean(axes: [axis])
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
