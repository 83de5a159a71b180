import MyelinCore

/// `-log(p[target])` for class numbers as targets and predicted probabilities p, which are divided by their sum. Keras:
/// `SparseCategoricalCrossentropy`.
public struct SparseCategoricalCrossentropy: Loss {
    public static let className = "SparseCategoricalCrossentropy"
    public let fromLogits: Bool
    public let ignoreClass: Int?
    public let reduction: LossReduction

    /// - Parameters:
    ///   - fromLogits: whether predictions are logits, whose softmax are the probabilities.
    ///   - ignoreClass: targets of this number cost nothing and do not count in a mean, such as -1 for what is not
    ///     labelled.
    public init(
        fromLogits: Bool = false, ignoreClass: Int? = nil, reduction: LossReduction = .sumOverBatchSize
    ) {
        self.fromLogits = fromLogits
        self.ignoreClass = ignoreClass
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            fromLogits: try config.bool("from_logits", default: false),
            ignoreClass: try config.optionalInt("ignore_class"), reduction: try config.reduction())
        guard try config.int("axis", default: -1) == -1 else {
            throw MyelinError(.file, "\(config.owner): axis: the classes must lie along the last axis, as in Keras")
        }
    }

    public var config: ConfigObject {
        config(["from_logits": .bool(fromLogits), "ignore_class": ConfigValue(ignoreClass)])
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        try checkClassNumbers(target.shape, prediction.shape)
    }

    public func classCount(prediction: TensorType) -> Int? {
        let count = prediction.shape.sizes.last ?? 0
        // What is ignored need not be a class.
        return ignoreClass.map { (0..<count).contains($0) } ?? true ? count : nil
    }

    public func mask(target: Tensor, values: Tensor) -> Tensor? {
        ignoreClass.map { target.cast(to: .int32).notEqual(Tensor(Double($0), .int32)).spread(over: values) }
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        guard ignoreClass != nil else {
            let logarithms = prediction.logProbabilities(fromLogits: fromLogits)
            return select(prediction.isClass(target), -logarithms, 0).sum(axes: [-1])
        }
        // As Keras with TensorFlow: probabilities are clipped and divided by their sum, whatever activation they are
        // from.
        let logits = fromLogits ? prediction : log(prediction.clippedProbability)
        let losses = select(prediction.isClass(target), -logSoftmax(logits), 0).sum(axes: [-1])
        return select(mask(target: target, values: losses)!, losses, 0)
    }
}

extension Loss where Self == SparseCategoricalCrossentropy {
    /// Cross-entropy of class numbers and predicted probabilities.
    public static var sparseCategoricalCrossentropy: Self { Self() }
    /// Cross-entropy of class numbers and predicted probabilities or logits.
    public static func sparseCategoricalCrossentropy(fromLogits: Bool = false, ignoreClass: Int? = nil) -> Self {
        Self(fromLogits: fromLogits, ignoreClass: ignoreClass)
    }
}
