import MyelinCore

/// A sum of weights of predictions that are right or wrong in one way; the base of `TruePositives` and its like.
open class ConfusionCount: ConfusionMetric {
    init(_ count: KeyPath<Confusion, Tensor>, thresholds: [Double]?, name: String) {
        super.init([("accumulator", count)], thresholds: thresholds, topK: nil, classID: nil, name: name)
    }

    open override var config: ConfigObject { config(["thresholds": serializedThresholds]) }
    open override func result() -> Tensor { scalarIfSingle(state[0].value) }
}

/// How many positive targets are predicted above a threshold. Keras: `TruePositives`.
open class TruePositives: ConfusionCount {
    public init(thresholds: [Double]? = nil, name: String = "true_positives") {
        super.init(\.truePositives, thresholds: thresholds, name: name)
    }

    open override var className: String { "TruePositives" }
}

/// How many negative targets are predicted above a threshold. Keras: `FalsePositives`.
open class FalsePositives: ConfusionCount {
    public init(thresholds: [Double]? = nil, name: String = "false_positives") {
        super.init(\.falsePositives, thresholds: thresholds, name: name)
    }

    open override var className: String { "FalsePositives" }
}

/// How many negative targets are not predicted above a threshold. Keras: `TrueNegatives`.
open class TrueNegatives: ConfusionCount {
    public init(thresholds: [Double]? = nil, name: String = "true_negatives") {
        super.init(\.trueNegatives, thresholds: thresholds, name: name)
    }

    open override var className: String { "TrueNegatives" }
}

/// How many positive targets are not predicted above a threshold. Keras: `FalseNegatives`.
open class FalseNegatives: ConfusionCount {
    public init(thresholds: [Double]? = nil, name: String = "false_negatives") {
        super.init(\.falseNegatives, thresholds: thresholds, name: name)
    }

    open override var className: String { "FalseNegatives" }
}
