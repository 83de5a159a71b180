import MyelinCore

/// The best recall among the thresholds with at least a given precision. Keras:
/// `RecallAtPrecision`.
open class RecallAtPrecision: RateAtRate {
    /// - Parameters:
    ///   - precision: what is asked for, from 0 to 1.
    ///   - thresholdCount: how many thresholds there are. Keras: `num_thresholds`.
    ///   - classID: the one class that is looked at.
    public init(
        precision: Double, thresholdCount: Int = 200, classID: Int? = nil, name: String = "recall_at_precision"
    ) {
        super.init(
            precision, named: "precision", thresholdCount: thresholdCount, classID: classID, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            precision: try config.rate("precision"), thresholdCount: try config.thresholdCount(atLeast: 1),
            classID: try config.optionalInt("class_id"), name: try config.string("name", default: "recall_at_precision")
        )
    }

    open override var className: String { "RecallAtPrecision" }
    open override func result() -> Tensor { best(sensitivity, where: precision) }
}
