import MyelinCore

/// How many samples of each class were taken for which. scikit-learn: `confusion_matrix`.
public struct ConfusionMatrix: Sendable, Hashable, CustomStringConvertible {
    /// A row for each true class, and in it a number for each predicted one.
    public let counts: [[Int]]
    /// Of rows and columns, by class number.
    public let classNames: [String]

    /// - Parameters:
    ///   - targets: the true classes, by number.
    ///   - predictions: what they were taken for.
    /// - Throws: `MyelinError` of kind `.data` if the counts differ, or a number stands for no class.
    public init(targets: [Int], predictions: [Int], classNames: [String]) throws {
        guard targets.count == predictions.count, !targets.isEmpty else {
            throw MyelinError(
                .data, "expected as many predictions as targets, got \(predictions.count) and \(targets.count)")
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classNames.count), count: classNames.count)
        for (target, prediction) in zip(targets, predictions) {
            guard counts.indices.contains(target), counts.indices.contains(prediction) else {
                throw MyelinError(
                    .data, "expected classes from 0 to \(classNames.count - 1), got \(target) and \(prediction)")
            }
            counts[target][prediction] += 1
        }
        self.counts = counts
        self.classNames = classNames
    }

    /// The true classes below each other, the predicted ones beside each other.
    public var description: String {
        var grid = TextGrid(headers: ["true \\ predicted"] + classNames, rightAligned: Set(0...classNames.count))
        for (name, row) in zip(classNames, counts) { grid.add([name] + row.map(String.init)) }
        return grid.description
    }
}
