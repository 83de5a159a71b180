import MyelinCore

/// The best specificity (true negative rate) among the thresholds with at least a given sensitivity. Keras:
/// `SpecificityAtSensitivity`.
open class SpecificityAtSensitivity: RateAtRate {
    /// - Parameters:
    ///   - sensitivity: what is asked for, from 0 to 1.
    ///   - thresholdCount: how many thresholds there are. Keras: `num_thresholds`.
    ///   - classID: the one class that is looked at.
    public init(
        sensitivity: Double, thresholdCount: Int = 200, classID: Int? = nil, name: String = "specificity_at_sensitivity"
    ) {
        super.init(
            sensitivity, named: "sensitivity", thresholdCount: thresholdCount, classID: classID, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            sensitivity: try config.rate("sensitivity"), thresholdCount: try config.thresholdCount(atLeast: 1),
            classID: try config.optionalInt("class_id"),
            name: try config.string("name", default: "specificity_at_sensitivity"))
    }

    open override var className: String { "SpecificityAtSensitivity" }
    open override func result() -> Tensor { best(specificity, where: sensitivity) }
}
