/// How well a network tells a table's target.
public enum TableEvaluation: Sendable, CustomStringConvertible {
    /// Of a target of classes.
    case classification(ClassificationReport)
    /// Of a target of numbers.
    case regression(RegressionReport)

    public var description: String {
        switch self {
        case .classification(let report): "\(report)\nConfusion matrix:\n\n\(report.confusionMatrix)\n"
        case .regression(let report): report.description
        }
    }
}
