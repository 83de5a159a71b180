import Foundation
import MyelinCore

extension Figure {
    /// A confusion matrix: a row for each true class, a column for each predicted one, with the counts. Colours show the
    /// share of the row, so that rare classes are seen as well.
    ///
    /// - Parameters:
    ///   - counts: `counts[i][j]` samples of class i were taken for class j.
    ///   - classNames: by default the classes' numbers.
    ///   - isNormalized: whether shares of the rows are written rather than counts.
    public static func confusionMatrix(
        _ counts: [[Int]], classNames: [String]? = nil, title: String = "Confusion matrix", isNormalized: Bool = false
    ) throws -> Figure {
        let classes = counts.count
        guard classes > 0, counts.allSatisfy({ $0.count == classes }) else {
            throw MyelinError(.shape, "confusion matrix: expected as many columns as rows, and at least one")
        }
        let names = classNames ?? (0..<classes).map(String.init)
        guard names.count == classes else {
            throw MyelinError(.argument, "confusion matrix: expected \(classes) class names, got \(names.count)")
        }
        guard classes <= 100 else {
            throw MyelinError(.argument, "confusion matrix: \(classes) classes are too many to draw, at most 100")
        }
        let shares = counts.map { row in
            let sum = row.reduce(0, +)
            return row.map { sum > 0 ? Double($0) / Double(sum) : 0 }
        }
        let cell = classes <= 4 ? 84 : classes <= 12 ? 52 : 36, side = max(classes * cell, 220)
        let longest = names.map(\.count).max() ?? 1
        var marks: [Mark] = [.heatMap(shares, range: 0...1, bar: "share of the true class")]
        // In cells that are nearly white or nearly blue.
        for isDark in [false, true] {
            let places = (0..<classes * classes).filter { (shares[$0 / classes][$0 % classes] > 0.55) == isDark }
            marks.append(
                .texts(
                    places.map { Double($0 % classes) }, places.map { Double($0 / classes) },
                    places.map { place in
                        let (row, column) = (place / classes, place % classes)
                        return isNormalized
                            ? String(format: "%.2f", shares[row][column]) : "\(counts[row][column])"
                    },
                    color: isDark ? "#ffffff" : Style.ink, size: classes <= 12 ? 12 : 9))
        }
        var panel = Panel(title, xLabel: "predicted class", yLabel: "true class", marks)
        panel.isUpsideDown = true
        panel.isEquallyScaled = true
        panel.xScale = .names(names)
        panel.yScale = .names(names)
        return Figure(
            panels: [panel], columns: 1,
            panelSize: (side + 190 + min(longest, 20) * 7, side + 110 + min(longest, 20) * 4))
    }

    /// A confusion matrix of labels and predictions.
    ///
    /// - Parameters:
    ///   - targets: class numbers, or one-hot rows.
    ///   - predictions: class numbers, or a row of scores for each sample; of a single score in a row 0.5 and more is
    ///     class 1.
    public static func confusionMatrix(
        targets: Tensor, predictions: Tensor, classNames: [String]? = nil, title: String = "Confusion matrix",
        isNormalized: Bool = false
    ) throws -> Figure {
        let truth = try classNumbers(targets, "targets"), guess = try classNumbers(predictions, "predictions")
        guard truth.count == guess.count else {
            throw MyelinError(
                .shape, "confusion matrix: \(truth.count) targets and \(guess.count) predictions: expected as many")
        }
        guard let largest = (truth + guess).max() else {
            throw MyelinError(.data, "confusion matrix: there are no samples")
        }
        let width = predictions.rank > 1 ? predictions.shape.sizes.last ?? 0 : 0
        let classes = max(largest + 1, classNames?.count ?? 0, width, 2)
        guard classes <= 10_000 else {
            throw MyelinError(.data, "confusion matrix: expected class numbers below 10000, got \(largest)")
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (true_, guessed) in zip(truth, guess) { counts[true_][guessed] += 1 }
        return try confusionMatrix(counts, classNames: classNames, title: title, isNormalized: isNormalized)
    }

    /// The class of each sample.
    private static func classNumbers(_ tensor: Tensor, _ what: String) throws -> [Int] {
        let width = tensor.rank > 1 ? tensor.shape.sizes.last ?? 1 : 1
        guard tensor.rank <= 2 else {
            throw MyelinError(
                .shape,
                "confusion matrix: expected \(what) of shape (samples,) or (samples, classes), got \(tensor.shape)")
        }
        if width > 1 { return try tensor.argmax(axis: -1).scalars(Int32.self).map(Int.init) }
        return try tensor.scalars(Double.self).map { value in
            if value == value.rounded(), value >= 0, value < 1e9 { return Int(value) }
            // A probability.
            if value > 0, value < 1 { return value >= 0.5 ? 1 : 0 }
            throw MyelinError(.data, "confusion matrix: expected \(what) that are class numbers, got \(value)")
        }
    }
}
