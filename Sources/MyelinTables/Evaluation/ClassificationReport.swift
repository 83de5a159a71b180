import Foundation
import MyelinCore

/// Precision, recall, F1 and support of each class, and what they are on the whole. scikit-learn: `classification_report`,
/// whose text `description` is.
public struct ClassificationReport: Sendable, CustomStringConvertible {
    /// The scores of a class, or their mean over classes.
    public struct Scores: Sendable, Hashable {
        /// The class, or `macro avg` and `weighted avg` of means.
        public let name: String
        /// Of the samples that were taken for the class, how many are of it; 0 if there are none.
        public let precision: Double
        /// Of the samples of the class, how many were taken for it; 0 if there are none.
        public let recall: Double
        /// The harmonic mean of both.
        public let f1: Double
        /// How many samples are of the class.
        public let support: Int
    }

    /// The classes that occur among targets or predictions.
    public let classes: [Scores]
    /// The share of samples that were taken for what they are.
    public let accuracy: Double
    /// The mean over the classes.
    public let macroAverage: Scores
    /// The mean over the classes, each as often as it has samples.
    public let weightedAverage: Scores
    /// How many samples of each class were taken for which.
    public let confusionMatrix: ConfusionMatrix

    /// - Parameters:
    ///   - targets: the true classes, by number.
    ///   - predictions: what they were taken for.
    /// - Throws: `MyelinError` of kind `.data` if the counts differ, or a number stands for no class.
    public init(targets: [Int], predictions: [Int], classNames: [String]) throws {
        let matrix = try ConfusionMatrix(targets: targets, predictions: predictions, classNames: classNames)
        confusionMatrix = matrix
        func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
        classes = classNames.indices.compactMap { place in
            let support = matrix.counts[place].reduce(0, +), predicted = matrix.counts.reduce(0) { $0 + $1[place] }
            guard support + predicted > 0 else { return nil }
            let hits = matrix.counts[place][place]
            return Scores(
                name: classNames[place], precision: share(hits, predicted), recall: share(hits, support),
                f1: share(2 * hits, predicted + support), support: support)
        }
        let right = classNames.indices.reduce(0) { $0 + matrix.counts[$1][$1] }
        accuracy = share(right, targets.count)
        macroAverage = Self.mean(classes, "macro avg") { _ in 1 }
        weightedAverage = Self.mean(classes, "weighted avg") { Double($0.support) }
    }

    private static func mean(_ classes: [Scores], _ name: String, _ weight: (Scores) -> Double) -> Scores {
        let total = classes.reduce(0) { $0 + weight($1) }
        func mean(_ value: (Scores) -> Double) -> Double { classes.reduce(0) { $0 + weight($1) * value($1) } / total }
        return Scores(
            name: name, precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1),
            support: classes.reduce(0) { $0 + $1.support })
    }

    public var description: String {
        let averages = [macroAverage, weightedAverage]
        let width = (classes + averages).map(\.name.count).max()!
        func line(_ name: String, _ cells: [String]) -> String {
            String(repeating: " ", count: width - name.count) + name + " "
                + cells.map { " " + String(repeating: " ", count: max(9 - $0.count, 0)) + $0 }.joined() + "\n"
        }
        func number(_ value: Double) -> String { String(format: "%.2f", value) }
        func line(_ scores: Scores) -> String {
            line(
                scores.name,
                [number(scores.precision), number(scores.recall), number(scores.f1), "\(scores.support)"])
        }
        return line("", ["precision", "recall", "f1-score", "support"]) + "\n" + classes.map(line).joined() + "\n"
            + line("accuracy", ["", "", number(accuracy), "\(macroAverage.support)"]) + averages.map(line).joined()
    }
}
