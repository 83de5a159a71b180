import MyelinCore

/// Makes a feature of each category of each column: 1 where a row has it and 0 elsewhere. scikit-learn: `OneHotEncoder`.
///
///     let encoder = try OneHotEncoder(fittedTo: [train["city"], train["colour"]])
///     let x = try encoder.transform([test["city"], test["colour"]])
public struct OneHotEncoder: Sendable {
    /// What becomes of a category that was not there when the encoder was fitted.
    public enum Unknown: Sendable {
        /// An error that names it.
        case error
        /// Zeros for all categories of its column.
        case ignore
    }

    /// The names of the columns.
    public let columns: [String]
    /// The categories of each column, sorted; nil, the last one, for missing values where there were any.
    public let categories: [[String?]]
    /// What becomes of other categories.
    public let unknown: Unknown

    /// Finds the categories.
    ///
    /// - Throws: `MyelinError` of kind `.data` if there is no column, or one has no rows.
    public init(fittedTo columns: [Column], unknown: Unknown = .error) throws {
        guard !columns.isEmpty, columns.allSatisfy({ $0.count > 0 }) else {
            throw MyelinError(.data, "OneHotEncoder: expected columns with at least one row")
        }
        self.columns = columns.map(\.name)
        self.unknown = unknown
        categories = columns.map { column in
            let present: [String?] = column.distinct
            return present + (column.missingCount > 0 ? [nil] : [])
        }
    }

    /// The names of the features: `city_Paris`. A missing value's is `city_None`.
    public var featureNames: [String] {
        zip(columns, categories).flatMap { name, categories in categories.map { "\(name)_\($0 ?? "None")" } }
    }

    /// The features of rows: Float32 of shape (rows, features).
    ///
    /// - Throws: `MyelinError` of kind `.data` for other columns than those that the encoder was fitted to, and for an
    ///   unknown category.
    public func transform(_ columns: [Column]) throws -> Tensor {
        guard columns.map(\.name) == self.columns, Set(columns.map(\.count)).count == 1 else {
            throw MyelinError(
                .data, "OneHotEncoder: expected the columns \(self.columns) of one length, got \(columns.map(\.name))")
        }
        let rowCount = columns[0].count, width = categories.reduce(0) { $0 + $1.count }
        var result = [Float](repeating: 0, count: rowCount * width), start = 0
        for (column, known) in zip(columns, categories) {
            let places = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
            for (row, text) in column.texts.enumerated() {
                if let place = places[text] {
                    result[row * width + start + place] = 1
                } else if unknown == .error {
                    throw MyelinError(
                        .data,
                        "OneHotEncoder: row \(row): column '\(column.name)': "
                            + (text.map { "'\($0)' is none of the categories that were there before" }
                                ?? "a missing value; there was none before"))
                }
            }
            start += known.count
        }
        return Tensor(result, shape: [rowCount, width])
    }
}
