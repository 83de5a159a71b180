import MyelinCore

/// The share of samples whose class is among the k most probable ones, for one-hot targets. Keras:
/// `TopKCategoricalAccuracy`.
open class TopKCategoricalAccuracy: Mean {
    public let k: Int

    public init(k: Int = 5, name: String = "top_k_categorical_accuracy") {
        self.k = k
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            k: try config.int("k", default: 5), name: try config.string("name", default: "top_k_categorical_accuracy"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "TopKCategoricalAccuracy" }
    open override var config: ConfigObject { config(["k": .int(k)]) }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        isAmongTop(k, target.argmax(), prediction)
    }
}

/// Where fewer than k predictions are larger than that of the target's class.
func isAmongTop(_ k: Int, _ target: Tensor, _ prediction: Tensor) -> Tensor {
    let own = select(prediction.isClass(target), prediction, 0).sum(axes: [-1], keepDimensions: true)
    return prediction.greater(own).sum(axes: [-1]).less(Tensor(Double(k), .int32))
}
