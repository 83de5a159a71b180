/// How well a network tells a table's target.
public enum TableEvaluation: Sendable, CustomStringConvertible {
    case classification(ClassificationReport)
    case regression(RegressionReport)

    public var description: String {
        switch self {
        case .classification(let report): "\(report)\nConfusion matrix:\n\n\(report.confusionMatrix)\n"
        case .regression(let report): report.description
        }
    }
}
