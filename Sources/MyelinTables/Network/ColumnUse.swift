import Foundation
import MyelinCore

/// What becomes of a column of a table.
public struct ColumnUse: Sendable {
    /// The column's name.
    public let name: String
    /// What the column holds.
    public let kind: ColumnKind
    /// How many rows have no value.
    public let missingCount: Int
    /// Whether the network sees it.
    public let isUsed: Bool
    /// In words.
    public internal(set) var note: String

    /// From what share of different texts on a column is taken for names or free text.
    private static let mostlyDifferent = 0.5
    private static let fewRows = 20

    /// - Throws: `MyelinError` of kind `.data` for more categories than may be.
    init(_ column: Column, _ settings: TableSettings) throws {
        name = column.name
        kind = column.kind
        missingCount = column.missingCount
        let distinct = column.kind == .category ? column.distinct : []
        let present = column.count - missingCount
        if settings.ignored.contains(name) {
            (isUsed, note) = (false, "left out, as asked for")
        } else if present == 0 {
            (isUsed, note) = (false, "left out: has no values")
        } else if missingCount == 0, column.isConstant {
            (isUsed, note) = (false, "left out: is '\(column.texts[0] ?? "")' in every row")
        } else if column.numbersTheRows {
            (isUsed, note) = (false, "left out: numbers the rows")
        } else if kind == .category, settings.categorical.contains(name) {
            (isUsed, note) = (true, "")
        } else if distinct.count > settings.mostCategories {
            throw MyelinError(
                .data,
                "column '\(name)': has \(distinct.count) categories in \(present) rows, expected at most "
                    + "\(settings.mostCategories), such as '\(distinct[0].prefix(40))'; leave it out (--ignore) if it "
                    + "names or numbers the rows, or allow that many (--max-categories)")
        } else if kind == .category, present > Self.fewRows,
            Double(distinct.count) > Self.mostlyDifferent * Double(present)
        {
            (isUsed, note) = (
                false,
                distinct.allSatisfy(\.looksLikeDate)
                    ? "left out: dates; put year, month or age into columns of numbers"
                    : "left out: \(distinct.count) different texts; keep it by --categorical"
            )
        } else {
            (isUsed, note) = (true, "")
        }
    }

    /// "12 (2.1 %)", or nothing.
    package func missingText(of rowCount: Int) -> String {
        missingCount == 0
            ? "" : "\(missingCount) (\(String(format: "%.1f", 100 * Double(missingCount) / Double(rowCount))) %)"
    }
}

extension Column {
    /// Whether it is called so (`PassengerId`, `customer_id`, too) and each row has the number behind that of the row
    /// before: the index that a table was saved with.
    fileprivate var numbersTheRows: Bool {
        let small = name.lowercased()
        guard case .numbers(let values) = values, values.count > 2,
            name.hasPrefix("Unnamed: ") || ["id", "index", "row", "nr", "no"].contains(small) || name.hasSuffix("Id")
                || name.hasSuffix("ID") || small.hasSuffix("_id") || small.hasSuffix(" id")
        else { return false }
        return zip(values, values.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }

    /// Whether all values are the same.
    fileprivate var isConstant: Bool {
        switch values {
        case .numbers(let values): values.allSatisfy { $0 == values[0] }
        case .booleans(let values): values.allSatisfy { $0 == values[0] }
        case .categories(let values): values.allSatisfy { $0 == values[0] }
        }
    }
}

extension String {
    /// Whether it is three numbers such as 2024-02-29, 29.2.2024 or 2/29/24, maybe with a time behind them.
    fileprivate var looksLikeDate: Bool {
        let day = prefix { $0 != " " && $0 != "T" }
        let parts = day.split(omittingEmptySubsequences: false) { "-./".contains($0) }
        return parts.count == 3
            && parts.allSatisfy { (1...4).contains($0.count) && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
    }
}
