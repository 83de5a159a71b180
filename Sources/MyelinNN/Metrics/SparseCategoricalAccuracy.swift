import MyelinCore

/// The share of samples whose most probable class is the target's class number. Keras: `SparseCategoricalAccuracy`.
open class SparseCategoricalAccuracy: Mean {
    public override init(name: String = "sparse_categorical_accuracy") { super.init(name: name) }

    convenience init(config: Config) throws {
        self.init(name: try config.string("name", default: "sparse_categorical_accuracy"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "SparseCategoricalAccuracy" }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        sparseMatches(target: target, prediction: prediction)
    }
}

extension Metric {
    /// The share of samples whose most probable class is the target's class number.
    public static var sparseCategoricalAccuracy: Metric { SparseCategoricalAccuracy() }
}
