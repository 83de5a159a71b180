import MyelinCore

/// The share of correct ones among the predictions above a threshold:
/// `true positives / (true positives + false positives)`. Keras: `Precision`.
open class Precision: Metric {
    public let threshold: Double
    private var truePositives: Variable { state[0] }
    private var falsePositives: Variable { state[1] }

    /// - Parameter thresholds: above it a prediction counts as positive.
    public init(thresholds: Double = 0.5, name: String = "precision") {
        threshold = thresholds
        super.init(name: name)
        addState("true_positives", [1])
        addState("false_positives", [1])
    }

    convenience init(config: Config) throws {
        self.init(thresholds: try config.threshold(), name: try config.string("name", default: "precision"))
    }

    open override var className: String { "Precision" }
    open override var config: [String: ConfigValue] { ["name": .string(name), "thresholds": .double(threshold)] }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let (isTarget, isPredicted, weights) = confusion(target, prediction, sampleWeight, threshold: threshold)
        let positives = select(isPredicted, weights, 0)
        return [
            (truePositives, truePositives.value + select(isTarget, positives, 0).sum().reshaped(to: [1])),
            (falsePositives, falsePositives.value + select(isTarget, 0, positives).sum().reshaped(to: [1])),
        ]
    }

    open override func result() -> Tensor {
        truePositives.value.dividedOrZero(by: truePositives.value + falsePositives.value).reshaped(to: [])
    }
}

extension Metric {
    /// The share of correct ones among the predictions above 0.5.
    public static var precision: Metric { Precision() }
}
