import MyelinCore

/// `-log(p[target])` for class numbers as targets and predicted probabilities p, which are divided by their sum. Keras:
/// `SparseCategoricalCrossentropy`.
public struct SparseCategoricalCrossentropy: Loss {
    public static let className = "SparseCategoricalCrossentropy"
    public let fromLogits: Bool
    public let reduction: LossReduction

    /// - Parameter fromLogits: whether predictions are logits, whose softmax are the probabilities.
    public init(fromLogits: Bool = false, reduction: LossReduction = .sumOverBatchSize) {
        self.fromLogits = fromLogits
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(fromLogits: try config.bool("from_logits", default: false), reduction: try config.reduction())
        guard !config.has("ignore_class") else {
            throw MyelinError(
                .file, "\(config.owner): setting 'ignore_class' is not supported; weigh the samples instead")
        }
    }

    public var config: [String: ConfigValue] { config(["from_logits": .bool(fromLogits)]) }

    public func check(target: TensorType, prediction: TensorType) throws {
        try checkClasses(prediction.shape)
        guard !isClassNumbers(target.shape, for: prediction.shape) else { return }
        let rows = Shape(Array(prediction.shape.sizes.dropLast()))
        var message = "\(Self.className): expected class numbers of shape \(rows), got targets of shape \(target.shape)"
        if target.shape == prediction.shape { message += "; for one-hot targets use CategoricalCrossentropy" }
        throw MyelinError(.shape, message)
    }

    public func classCount(prediction: TensorType) -> Int? { prediction.shape.sizes.last }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let logarithms = prediction.logProbabilities(fromLogits: fromLogits)
        let column = target.rank == prediction.rank ? target : target.expanded(at: -1)
        // Broadcast first, so that the conversion, too, is part of one pass over the predictions.
        let numbers = column.broadcast(to: prediction.shape).cast(to: .int32)
        let classes = Tensor((0..<(prediction.shape.sizes.last ?? 0)).map { Int32($0) })
        return select(numbers.equal(classes), -logarithms, 0).sum(axes: [-1])
    }
}

extension Loss where Self == SparseCategoricalCrossentropy {
    /// Cross-entropy of class numbers and predicted probabilities.
    public static var sparseCategoricalCrossentropy: Self { Self() }
    /// Cross-entropy of class numbers and predicted probabilities or logits.
    public static func sparseCategoricalCrossentropy(fromLogits: Bool) -> Self { Self(fromLogits: fromLogits) }
}
