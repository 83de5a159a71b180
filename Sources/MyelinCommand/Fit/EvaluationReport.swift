import Myelin

/// An evaluation as JSON has it, by scikit-learn's names.
struct EvaluationReport: Encodable {
    struct Scores: Encodable {
        let precision: Double
        let recall: Double
        let f1: Double
        let support: Int

        init(_ scores: ClassificationReport.Scores) {
            (precision, recall, f1, support) = (scores.precision, scores.recall, scores.f1, scores.support)
        }
    }

    let rows: String
    var r2: Double?
    var mae: Double?
    var rmse: Double?
    var accuracy: Double?
    var classes: [String: Scores]?
    var macro_average: Scores?
    var weighted_average: Scores?
    var confusion_matrix: [[Int]]?

    init(_ evaluation: TableEvaluation, on rows: String) {
        self.rows = rows
        switch evaluation {
        case .regression(let report):
            (r2, mae, rmse) = (report.r2, report.meanAbsoluteError, report.rootMeanSquaredError)
        case .classification(let report):
            accuracy = report.accuracy
            classes = Dictionary(uniqueKeysWithValues: report.classes.map { ($0.name, Scores($0)) })
            macro_average = Scores(report.macroAverage)
            weighted_average = Scores(report.weightedAverage)
            confusion_matrix = report.confusionMatrix.counts
        }
    }
}
