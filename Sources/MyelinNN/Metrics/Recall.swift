import MyelinCore

/// The share of the positive targets that are predicted above a threshold:
/// `true positives / (true positives + false negatives)`. Keras: `Recall`.
open class Recall: ConfusionMetric {
    /// - Parameters:
    ///   - thresholds: above them a prediction counts as positive; by default the one of 0.5.
    ///   - topK: only the k largest predictions of a row can be positive, and all of them are if there is no threshold.
    ///   - classID: the one class that is looked at.
    public init(
        thresholds: [Double]? = nil, topK: Int? = nil, classID: Int? = nil, name: String = "recall"
    ) {
        super.init(
            [("true_positives", \.truePositives), ("false_negatives", \.falseNegatives)], thresholds: thresholds,
            topK: topK, classID: classID, name: name)
    }

    /// With one threshold.
    public convenience init(thresholds: Double, name: String = "recall") {
        self.init(thresholds: [thresholds], name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            thresholds: try config.thresholds(), topK: try config.optionalInt("top_k"),
            classID: try config.optionalInt("class_id"), name: try config.string("name", default: "recall"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "Recall" }
}

extension Metric {
    /// The share of the positive targets that are predicted above 0.5.
    public static var recall: Metric { Recall() }
}
