import MyelinCore

/// The best precision among the thresholds with at least a given recall. Keras:
/// `PrecisionAtRecall`.
open class PrecisionAtRecall: RateAtRate {
    /// - Parameters:
    ///   - recall: what is asked for, from 0 to 1.
    ///   - thresholdCount: how many thresholds there are. Keras: `num_thresholds`.
    ///   - classID: the one class that is looked at.
    public init(
        recall: Double, thresholdCount: Int = 200, classID: Int? = nil, name: String = "precision_at_recall"
    ) {
        super.init(
            recall, named: "recall", thresholdCount: thresholdCount, classID: classID, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            recall: try config.rate("recall"), thresholdCount: try config.thresholdCount(atLeast: 1),
            classID: try config.optionalInt("class_id"), name: try config.string("name", default: "precision_at_recall")
        )
    }

    open override var className: String { "PrecisionAtRecall" }
    open override func result() -> Tensor { best(precision, where: sensitivity) }
}
