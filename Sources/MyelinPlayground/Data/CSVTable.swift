import Foundation
import Myelin

/// A table that a user has given, and the points that three of its columns make.
package struct CSVTable: Sendable {
    package static let largestRowCount = 5000
    package static let largestByteCount = 2_000_000
    /// More labels than this are no classes.
    package static let largestClassCount = 50

    /// What the page shows of a column.
    package struct Column: Encodable, Sendable {
        package let name: String
        package let isNumeric: Bool
        /// The different values, if they are few.
        package let values: [String]
    }

    package let columns: [Column]
    package let rows: [[String]]

    /// - Throws: what is wrong with the text, and in which row.
    package init(_ text: String) throws {
        func wrong(_ what: String) -> MyelinError { MyelinError(.data, "CSV: \(what)") }
        let file = try CSVFile(text: text, name: "CSV")
        let header = file.names
        guard header.count >= 3 else {
            throw wrong(
                "expected a header and three columns or more (two axes and a label), got \(header.count) columns")
        }
        guard file.rowCount <= Self.largestRowCount else {
            throw wrong("expected at most \(Self.largestRowCount) rows, got \(file.rowCount)")
        }
        let fields = try header.map { Self.plain(try file.texts($0), mayHaveCommas: file.separator != ",") }
        let table = (0..<file.rowCount).map { row in fields.map { $0[row] } }.filter { !$0.allSatisfy(\.isEmpty) }
        guard table.count >= 4 else { throw wrong("expected at least 4 rows of data, got \(table.count)") }
        rows = table
        columns = header.indices.map { place in
            let values = table.map { $0[place] }.filter { !$0.isEmpty }
            let distinct = Set(values)
            return Column(
                name: header[place], isNumeric: !values.isEmpty && values.allSatisfy { Self.number($0) != nil },
                values: distinct.count <= Self.largestClassCount ? distinct.sorted() : [])
        }
        guard columns.filter(\.isNumeric).count >= 2 else {
            throw wrong("expected two columns of numbers for the axes, got \(columns.filter(\.isNumeric).count)")
        }
    }

    /// The settings that show this table: those given where they fit it, otherwise the first that do.
    package func fitted(_ settings: Settings) -> Settings {
        var settings = settings
        let numeric = columns.filter(\.isNumeric).map(\.name)
        func fits(_ name: String, _ names: [String]) -> Bool { names.contains(name) }
        if !fits(settings.csvLabel, columns.map(\.name)) || settings.csvLabel.isEmpty {
            settings.csvLabel = columns.last!.name
        }
        let axes = numeric.filter { $0 != settings.csvLabel } + numeric
        if !fits(settings.csvX, numeric) { settings.csvX = axes[0] }
        if !fits(settings.csvY, numeric) || settings.csvY == settings.csvX {
            settings.csvY = axes.first { $0 != settings.csvX }!
        }
        let label = columns.first { $0.name == settings.csvLabel }!
        if !label.values.contains(settings.csvClass) { settings.csvClass = label.values.last ?? "" }
        return settings
    }

    /// The points that the chosen columns make. Axes are spread over the plane, a numeric label from -1 to 1. Rows without
    /// one of the three are left out.
    package func points(_ settings: Settings) throws -> (points: [DataPoint], names: ExperimentData.AxisNames) {
        let (x, y, label) = (
            try place(settings.csvX, "axis"), try place(settings.csvY, "axis"), try place(settings.csvLabel, "label")
        )
        let complete = rows.filter { !$0[x].isEmpty && !$0[y].isEmpty && !$0[label].isEmpty }
        guard complete.count >= 4 else {
            throw MyelinError(.data, "CSV: expected at least 4 rows with all three columns, got \(complete.count)")
        }
        let (xs, xRange) = try spread(complete, x), (ys, yRange) = try spread(complete, y)
        var names = ExperimentData.AxisNames(x: columns[x].name, y: columns[y].name, xRange: xRange, yRange: yRange)
        names.omittedRows = rows.count - complete.count
        let labels: [Float]
        if settings.problem == .regression {
            let (values, range) = try spread(complete, label)
            // From the plane's -5 to 5.
            labels = values.map { $0 / 5 }
            let middle = (range[0] + range[1]) / 2, half = (range[1] - range[0]) / 2 * 5 / 6
            (names.negative, names.positive) = (Self.shown(middle - half), Self.shown(middle + half))
        } else {
            let classes = columns[label].values
            guard (2...Self.largestClassCount).contains(classes.count) else {
                throw MyelinError(
                    .data,
                    "CSV: column '\(columns[label].name)' has \(classes.isEmpty ? "more than \(Self.largestClassCount)" : "\(classes.count)")"
                        + " different values; a label has from 2 to \(Self.largestClassCount). For numbers choose the problem Regression"
                )
            }
            labels = complete.map { $0[label] == settings.csvClass ? 1 : -1 }
            names.positive = settings.csvClass
            names.negative = classes.count == 2 ? classes.first { $0 != settings.csvClass } ?? "others" : "others"
        }
        let points = complete.indices.map { DataPoint(x: xs[$0], y: ys[$0], label: labels[$0]) }
        return (points, names)
    }

    private func place(_ name: String, _ role: String) throws -> Int {
        if let place = columns.firstIndex(where: { $0.name == name }) { return place }
        throw MyelinError(
            .data, "CSV: no column '\(name)' for the \(role); there are \(columns.map(\.name).joined(separator: ", "))")
    }

    /// A column's numbers, the smallest at -5 and the largest at 5, and what -6 and 6 stand for.
    private func spread(_ rows: [[String]], _ place: Int) throws -> (values: [Float], range: [Double]) {
        let numbers = try rows.enumerated().map { row, fields in
            if let number = Self.number(fields[place]) { return number }
            throw MyelinError(
                .data,
                "CSV: column '\(columns[place].name)' has the text '\(fields[place].prefix(40))' where a number is needed"
            )
        }
        let low = numbers.min()!, high = numbers.max()!
        let half = high > low ? (high - low) / 2 : 1
        let middle = (high + low) / 2
        return (numbers.map { Float(($0 - middle) / half * 5) }, [middle - half * 1.2, middle + half * 1.2])
    }

    /// A column's texts as 'myelin fit' understands them: without white space at their ends, nothing for words that
    /// mean that there is no value, and, where commas do not separate the fields, numbers with a point for their comma.
    private static func plain(_ texts: [String], mayHaveCommas: Bool) -> [String] {
        let values = texts.map { $0.trimmingCharacters(in: .whitespaces) }
            .map { TableOptions.missingWords.contains($0) ? "" : $0 }
        guard mayHaveCommas else { return values }
        let pointed = values.map { $0.replacing(",", with: ".") }
        return pointed.allSatisfy { $0.isEmpty || number($0) != nil } ? pointed : values
    }

    private static func number(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite && abs($0) < 1e30 ? $0 : nil }
    }
    private static func shown(_ number: Double) -> String { String(format: "%.4g", number) }
}
