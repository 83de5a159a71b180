import MyelinCore

/// The harmonic mean of precision and recall of each class: `FBetaScore` with beta 1. Keras: `F1Score`.
open class F1Score: FBetaScore {
    /// - Parameters:
    ///   - average: how the classes become one number; by default the result has a number for each.
    ///   - threshold: above it a prediction counts as positive; by default the largest of each row does.
    public init(average: Average? = nil, threshold: Double? = nil, name: String = "f1_score") {
        super.init(average: average, beta: 1, threshold: threshold, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            average: try config.average(), threshold: try config.optionalDouble("threshold"),
            name: try config.string("name", default: "f1_score"))
    }

    open override var className: String { "F1Score" }
    open override var config: ConfigObject { super.config.filter { $0.key != "beta" } }
}

extension Metric {
    /// The harmonic mean of precision and recall, the mean over the classes.
    public static var f1Score: Metric { F1Score(average: .macro) }
}
