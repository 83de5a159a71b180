import MyelinCore

/// The best sensitivity (true positive rate) among the thresholds with at least a given specificity. Keras:
/// `SensitivityAtSpecificity`.
open class SensitivityAtSpecificity: RateAtRate {
    /// - Parameters:
    ///   - specificity: what is asked for, from 0 to 1.
    ///   - thresholdCount: how many thresholds there are. Keras: `num_thresholds`.
    ///   - classID: the one class that is looked at.
    public init(
        specificity: Double, thresholdCount: Int = 200, classID: Int? = nil, name: String = "sensitivity_at_specificity"
    ) {
        super.init(
            specificity, named: "specificity", thresholdCount: thresholdCount, classID: classID, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            specificity: try config.rate("specificity"), thresholdCount: try config.thresholdCount(atLeast: 1),
            classID: try config.optionalInt("class_id"),
            name: try config.string("name", default: "sensitivity_at_specificity"))
    }

    open override var className: String { "SensitivityAtSpecificity" }
    open override func result() -> Tensor { best(sensitivity, where: specificity) }
}
