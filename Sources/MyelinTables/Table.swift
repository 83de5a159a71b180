import MyelinCore

/// Columns of one length with names: what a spreadsheet or a CSV file holds.
///
///     let houses = try Table(csv: "houses.csv")
///     print(houses)                                   // the first rows
///     let areas = try houses["area"].numbers
public struct Table: Sendable, Equatable, CustomStringConvertible {
    /// From left to right.
    public let columns: [Column]
    /// How many values each column has.
    public let rowCount: Int

    /// - Throws: `MyelinError` of kind `.data` if lengths differ or a name occurs twice.
    public init(_ columns: [Column]) throws {
        rowCount = columns.first?.count ?? 0
        self.columns = columns
        var names: Set<String> = []
        for column in columns {
            guard column.count == rowCount else {
                throw MyelinError(
                    .data, "column '\(column.name)': has \(column.count) rows, expected \(rowCount) as in the first one"
                )
            }
            guard names.insert(column.name).inserted else {
                throw MyelinError(.data, "two columns are named '\(column.name)'")
            }
        }
    }

    /// Reads a CSV file. What its columns hold is inferred: numbers, booleans (`True` and `False`), or categories; texts
    /// such as `NA` or nothing at all are missing values.
    ///
    /// - Throws: `MyelinError` that names file, line and column: for a file that is no CSV file, and for texts in a column
    ///   of numbers.
    public init(csv path: String, options: TableOptions = TableOptions()) throws {
        try self.init(CSVFile(path, separator: options.separator), options: options)
    }

    /// The columns of a CSV file.
    public init(_ file: CSVFile, options: TableOptions = TableOptions()) throws {
        for name in options.kinds.keys.sorted() { _ = try file.place(of: name) }
        let reader = ColumnReader(file: file, options: options)
        try self.init(file.names.indices.map { try reader.column($0) })
    }

    /// The names of the columns.
    public var names: [String] { columns.map(\.name) }

    /// The column of a name.
    ///
    /// - Throws: `MyelinError` of kind `.data` that lists the names if there is none.
    public subscript(_ name: String) -> Column {
        get throws {
            if let column = columns.first(where: { $0.name == name }) { return column }
            throw MyelinError(.data, noColumn(name, among: names))
        }
    }

    /// The rows at some places, in their order.
    public func rows(_ places: [Int]) -> Table { Table(checked: columns.map { $0.rows(places) }, places.count) }

    /// Without some columns.
    public func dropping(_ names: String...) throws -> Table {
        for name in names { _ = try self[name] }
        return Table(checked: columns.filter { !names.contains($0.name) }, rowCount)
    }

    /// Some columns of numbers or booleans beside each other: Float32 of shape (rows, columns), NaN where a value is
    /// missing.
    ///
    /// - Throws: `MyelinError` of kind `.data` for a column of categories.
    public func numbers(_ names: [String]) throws -> Tensor {
        let columns = try names.map { name in
            guard let numbers = try self[name].numbers else {
                throw MyelinError(.data, "column '\(name)': expected numbers, got categories; encode them first")
            }
            return numbers
        }
        var result = [Float](repeating: 0, count: rowCount * columns.count)
        for (place, column) in columns.enumerated() {
            for row in 0..<rowCount { result[row * columns.count + place] = Float(column[row]) }
        }
        return Tensor(result, shape: [rowCount, columns.count])
    }

    /// Writes a CSV file; missing values are empty.
    public func write(csv path: String) throws {
        try CSVWriter.write(columns.map { ($0.name, $0.texts.map { $0 ?? "" }) }, to: path)
    }

    /// The first rows, numbers to the right and texts to the left.
    public var description: String {
        let shown = min(rowCount, 10)
        var grid = TextGrid(headers: names, rightAligned: Set(columns.indices.filter { columns[$0].kind == .number }))
        let texts = columns.map { $0.rows(Array(0..<shown)).texts }
        for row in 0..<shown { grid.add(texts.map { $0[row] ?? "" }) }
        let rest = rowCount > shown ? "\n… \(rowCount - shown) more rows" : ""
        return grid.description + rest
    }

    private init(checked columns: [Column], _ rowCount: Int) {
        self.columns = columns
        self.rowCount = rowCount
    }
}
