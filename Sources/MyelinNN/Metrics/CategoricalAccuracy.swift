import MyelinCore

/// The share of samples whose most probable class is that of the one-hot target. Keras: `CategoricalAccuracy`.
open class CategoricalAccuracy: Mean {
    public override init(name: String = "categorical_accuracy") { super.init(name: name) }

    convenience init(config: Config) throws {
        self.init(name: try config.string("name", default: "categorical_accuracy"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "CategoricalAccuracy" }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        categoricalMatches(target: target, prediction: prediction)
    }
}

extension Metric {
    /// The share of samples whose most probable class is that of the one-hot target.
    public static var categoricalAccuracy: Metric { CategoricalAccuracy() }
}
