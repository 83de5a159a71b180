import MyelinCore

/// The share of predictions that are equal to their targets. Keras: the class `Accuracy`; its name "accuracy" means the
/// metric `Accuracy`.
open class EqualityAccuracy: Mean {
    public override init(name: String = "accuracy") { super.init(name: name) }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "Accuracy" }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        prediction.equal(target.cast(to: prediction.dtype))
    }
}
