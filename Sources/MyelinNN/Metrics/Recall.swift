import MyelinCore

/// The share of positive targets that are predicted above a threshold:
/// `true positives / (true positives + false negatives)`. Keras: `Recall`.
open class Recall: Metric {
    public let threshold: Double
    private var truePositives: Variable { state[0] }
    private var falseNegatives: Variable { state[1] }

    /// - Parameter thresholds: above it a prediction counts as positive.
    public init(thresholds: Double = 0.5, name: String = "recall") {
        threshold = thresholds
        super.init(name: name)
        addState("true_positives", [1])
        addState("false_negatives", [1])
    }

    convenience init(config: Config) throws {
        self.init(thresholds: try config.threshold(), name: try config.string("name", default: "recall"))
    }

    open override var className: String { "Recall" }
    open override var config: [String: ConfigValue] { ["name": .string(name), "thresholds": .double(threshold)] }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let (isTarget, isPredicted, weights) = confusion(target, prediction, sampleWeight, threshold: threshold)
        let positives = select(isTarget, weights, 0)
        return [
            (truePositives, truePositives.value + select(isPredicted, positives, 0).sum().reshaped(to: [1])),
            (falseNegatives, falseNegatives.value + select(isPredicted, 0, positives).sum().reshaped(to: [1])),
        ]
    }

    open override func result() -> Tensor {
        truePositives.value.dividedOrZero(by: truePositives.value + falseNegatives.value).reshaped(to: [])
    }
}

extension Metric {
    /// The share of positive targets that are predicted above 0.5.
    public static var recall: Metric { Recall() }
}
