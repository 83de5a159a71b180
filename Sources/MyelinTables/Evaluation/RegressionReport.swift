import Foundation
import MyelinCore

/// How far predicted numbers are from the true ones.
public struct RegressionReport: Sendable, Hashable, CustomStringConvertible {
    /// The share of the targets' variance that the predictions explain: 1 at best. scikit-learn: `r2_score`, also where the
    /// targets do not vary (1 if all is right, else 0) or there are fewer than two (not a number).
    public let r2: Double
    /// The mean of the distances, in the target's unit. scikit-learn: `mean_absolute_error`.
    public let meanAbsoluteError: Double
    /// The square root of the mean of their squares, in the target's unit. scikit-learn: `root_mean_squared_error`.
    public let rootMeanSquaredError: Double
    /// How many samples there are.
    public let count: Int

    /// - Throws: `MyelinError` of kind `.data` if the counts differ or are 0.
    public init(targets: [Double], predictions: [Double]) throws {
        guard targets.count == predictions.count, !targets.isEmpty else {
            throw MyelinError(
                .data, "expected as many predictions as targets, got \(predictions.count) and \(targets.count)")
        }
        count = targets.count
        let size = Double(count), mean = targets.reduce(0, +) / size
        let errors = zip(targets, predictions).map { $0 - $1 }
        let residual = errors.reduce(0) { $0 + $1 * $1 }
        let total = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        meanAbsoluteError = errors.reduce(0) { $0 + abs($1) } / size
        rootMeanSquaredError = (residual / size).squareRoot()
        r2 = count < 2 ? .nan : total > 0 ? 1 - residual / total : residual == 0 ? 1 : 0
    }

    public var description: String {
        let rows = [("R²", r2), ("MAE", meanAbsoluteError), ("RMSE", rootMeanSquaredError)]
        let numbers = rows.map { String(format: "%.4f", $0.1) }, width = numbers.map(\.count).max()!
        return zip(rows, numbers).map { row, text in
            row.0.padding(toLength: 4, withPad: " ", startingAt: 0) + "  "
                + String(repeating: " ", count: width - text.count) + text + "\n"
        }.joined()
    }
}
