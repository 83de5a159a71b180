import MyelinCore

/// The share of samples that are classified correctly, by the rule that the shapes ask for; Keras' "accuracy".
///
/// With one number a sample it is `BinaryAccuracy`, with class numbers as targets `SparseCategoricalAccuracy`, with
/// one-hot targets `CategoricalAccuracy`. Keras' class `Accuracy` is another: `EqualityAccuracy`.
open class Accuracy: Mean {
    public override init(name: String = "accuracy") { super.init(name: name) }

    /// The metric by the rule for these shapes, under the same name.
    open override func resolved(target: TensorType, prediction: TensorType, loss: (any Loss)?) -> Metric {
        switch TargetKind(target: target.shape, prediction: prediction.shape) {
        case .binary: BinaryAccuracy(name: name)
        case .sparse: SparseCategoricalAccuracy(name: name)
        case .categorical: CategoricalAccuracy(name: name)
        }
    }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        switch TargetKind(target: target.shape, prediction: prediction.shape) {
        case .binary: binaryMatches(target: target, prediction: prediction, threshold: 0.5)
        case .sparse: sparseMatches(target: target, prediction: prediction)
        case .categorical: categoricalMatches(target: target, prediction: prediction)
        }
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "Accuracy" }
    /// Keras keeps the word.
    open override var serialized: ConfigValue { .string(name) }
}

/// Where a prediction is on its target's side of the threshold.
func binaryMatches(target: Tensor, prediction: Tensor, threshold: Double) -> Tensor {
    let limit = Tensor(threshold, prediction.dtype)
    return prediction.greater(limit).cast(to: target.dtype).equal(target)
}

/// Where the largest prediction is that of the target's largest element.
func categoricalMatches(target: Tensor, prediction: Tensor) -> Tensor { prediction.argmax().equal(target.argmax()) }

/// Where the largest prediction is that of the target's class number.
func sparseMatches(target: Tensor, prediction: Tensor) -> Tensor {
    let numbers = target.rank == prediction.rank && target.shape.sizes.last == 1 ? target.squeezed(axes: [-1]) : target
    return prediction.argmax().equal(numbers)
}

extension Metric {
    /// The share of samples that are classified correctly, by the rule that the shapes ask for.
    public static var accuracy: Metric { Accuracy() }
}
