import Foundation

/// Curves as text, for a terminal: Braille dots with axes and a legend.
struct TextChart {
    struct Curve {
        let label: String
        let x: [Double]
        let y: [Double]
    }

    let title: String
    let curves: [Curve]
    /// Characters in a line, all included.
    let width: Int
    /// Lines of dots.
    let height: Int
    /// Whether the curves are told apart by colours rather than by their order alone.
    var isColored = true

    private static let labelWidth = 8
    private static let colors = ["34", "33", "32", "35"]

    /// The lines, all of one width.
    var lines: [String] {
        let points = curves.flatMap { zip($0.x, $0.y) }.filter { $0.0.isFinite && $0.1.isFinite }
        let columns = max(width - Self.labelWidth - 1, 4)
        var canvas = BrailleCanvas(columns: columns, rows: height)
        let x = range(points.map(\.0)), y = range(points.map(\.1))
        func place(_ a: Double, _ b: Double) -> (x: Int, y: Int) {
            (
                Int(((a - x.lowerBound) / (x.upperBound - x.lowerBound) * Double(columns * 2 - 1)).rounded()),
                Int(((b - y.lowerBound) / (y.upperBound - y.lowerBound) * Double(height * 4 - 1)).rounded())
            )
        }
        for (number, curve) in curves.enumerated() {
            var last: (x: Int, y: Int)?
            for (a, b) in zip(curve.x, curve.y) {
                // What is not finite interrupts a curve.
                let next = a.isFinite && b.isFinite ? place(a, b) : nil
                if let next { canvas.line(from: last ?? next, to: next, owner: number) }
                last = next
            }
        }
        var lines = [heading]
        for row in 0..<height {
            let value: Double? =
                row == 0
                ? y.upperBound
                : row == height - 1 ? y.lowerBound : row == height / 2 ? (y.lowerBound + y.upperBound) / 2 : nil
            let label = value.map { String(format: "%.4g", $0) } ?? ""
            lines.append(
                padded(label, Self.labelWidth - 1) + (value == nil ? " │" : " ┤")
                    + canvas.text(row: row) { color($0, $1) })
        }
        lines.append(String(repeating: " ", count: Self.labelWidth) + "└" + String(repeating: "─", count: columns))
        let first = String(format: "%g", x.lowerBound), last = String(format: "%g", x.upperBound)
        let middle = max(columns - first.count - last.count, 1)
        let word = middle > 10 ? "epoch" : ""
        let left = (middle - word.count) / 2
        lines.append(
            String(repeating: " ", count: Self.labelWidth + 1) + first + String(repeating: " ", count: left) + word
                + String(repeating: " ", count: max(middle - word.count - left, 0)) + last)
        return lines
    }

    /// The title and the legend, filled with spaces.
    private var heading: String {
        var plain = "  " + title, shown = plain
        for (number, curve) in curves.enumerated() where !curve.label.isEmpty {
            let text = "  ⣿ \(curve.label)"
            guard plain.count + text.count <= width else { break }
            plain += text
            shown += "  " + color(number, "⣿") + " \(curve.label)"
        }
        return shown + String(repeating: " ", count: max(width - plain.count, 0))
    }

    private func color(_ number: Int, _ text: String) -> String {
        isColored ? "\u{1B}[\(Self.colors[number % Self.colors.count])m\(text)\u{1B}[0m" : text
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    private func range(_ numbers: [Double]) -> ClosedRange<Double> {
        guard let low = numbers.min(), let high = numbers.max() else { return 0...1 }
        return (low...high).widenedIfEmpty
    }
}

extension TrainingCurves {
    /// The loss and the first metric as text, side by side where there is room.
    ///
    /// - Parameters:
    ///   - width: characters in a line.
    ///   - height: lines of a diagram, without its axis.
    ///   - isColored: whether colours are used, which a terminal understands and a file does not.
    public func text(width: Int = 80, height: Int = 10, isColored: Bool = false) -> String {
        let subjects = subjects.filter { $0 != "learning_rate" && $0 != "lr" }.prefix(width >= 72 ? 2 : 1)
        let each = (max(width, 24) - 2 * (subjects.count - 1)) / max(subjects.count, 1)
        let charts = subjects.map { name in
            let found = [("training", self[name]), ("validation", self["val_" + name])]
            return TextChart(
                title: name.replacing("_", with: " "),
                curves: found.compactMap { label, curve in
                    curve.map { TextChart.Curve(label: label, x: $0.epochs, y: $0.values) }
                }, width: each, height: max(height, 3), isColored: isColored
            ).lines
        }
        guard let first = charts.first else { return "" }
        return first.indices.map { row in charts.map { $0[row] }.joined(separator: "  ") }.joined(separator: "\n")
    }
}
