import MyelinCore

/// What metrics of right and wrong predictions above thresholds have in common: `Precision`, `Recall` and others.
///
/// With several thresholds the result is a vector.
open class ConfusionMetric: Metric {
    /// Above them a prediction counts as positive; nil for the one of 0.5.
    public let thresholds: [Double]?
    /// Only the k largest predictions of a row can be positive.
    public let topK: Int?
    /// The one class that is looked at.
    public let classID: Int?
    private let limits: Thresholds
    private let counts: [KeyPath<Confusion, Tensor>]

    init(
        _ counts: [(name: String, count: KeyPath<Confusion, Tensor>)], thresholds: [Double]?, topK: Int?, classID: Int?,
        name: String
    ) {
        self.thresholds = thresholds
        self.topK = topK
        self.classID = classID
        self.counts = counts.map(\.count)
        limits = Thresholds(thresholds ?? [topK == nil ? 0.5 : -1e10])
        super.init(name: name)
        for count in counts { addState(count.name, [limits.values.count]) }
    }

    var serializedThresholds: ConfigValue {
        thresholds.map { $0.count == 1 ? .double($0[0]) : ConfigValue($0) } ?? .null
    }

    open override var config: ConfigObject {
        config([
            "thresholds": serializedThresholds, "top_k": ConfigValue(topK), "class_id": ConfigValue(classID),
        ])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let confusion = Confusion(
            target: target, prediction: prediction, sampleWeight: sampleWeight, thresholds: limits, topK: topK,
            classID: classID)
        return zip(state, counts).map { ($0, $0.value + confusion[keyPath: $1]) }
    }

    /// By default the first sum's share of all.
    open override func result() -> Tensor {
        let total = state.dropFirst().reduce(state[0].value) { $0 + $1.value }
        return scalarIfSingle(state[0].value.dividedOrZero(by: total))
    }

    func scalarIfSingle(_ values: Tensor) -> Tensor { values.count == 1 ? values.reshaped(to: []) : values }
}
