import MyelinCore
import MyelinData
import MyelinFormats
import MyelinNN

/// A network that takes the raw rows of a table: its preprocessing is part of it.
///
///     let model = try TableModel("houses.keras")
///     let predictions = try model.predict(csv: "new.csv")
///
/// The network is an ordinary Keras model with an input for each column, by the column's name; which column is what, and
/// the names of the classes, are kept beside it in the file.
public struct TableModel {
    /// From the raw columns, an input for each, to the target.
    public let network: Model
    /// Which columns it takes, and what it tells.
    public let schema: TableSchema

    init(_ network: Model, _ schema: TableSchema) {
        self.network = network
        self.schema = schema
        network.annotations[TableSchema.key] = schema.serialized
    }

    /// Reads a file that `save` wrote.
    ///
    /// - Throws: `MyelinError` of kind `.file` if it cannot be read, or holds a model that was not made from a table.
    public init(_ path: String) throws {
        let network = try loadModel(path)
        guard let model = try TableModel(network) else {
            throw MyelinError(.file, "\(path): its model was not made from a table; it takes arrays")
        }
        self = model
    }

    /// The network as one for tables; nil if it was not made from one.
    package init?(_ network: Model) throws {
        guard let value = network.annotations[TableSchema.key] else { return nil }
        self.network = network
        schema = try TableSchema(value, of: network)
    }

    /// Writes a `.keras` file with all that is needed to predict from raw rows.
    public func save(_ path: String) throws { try network.save(path) }

    /// Predicts for the rows of a CSV file: columns by name in any order; others are left aside.
    ///
    /// - Throws: `MyelinError` that names the file and the column if one is lacking, and the line of a text among numbers.
    public func predict(csv path: String, separator: Character? = nil) throws -> TablePredictions {
        try predict(CSVFile(path, separator: separator))
    }

    /// Predicts for the rows of a CSV file.
    public func predict(_ file: CSVFile) throws -> TablePredictions {
        let options = TableOptions(missingWords: schema.missingWords)
        let reader = ColumnReader(file: file, options: options)
        let columns = try schema.fields.map { field in
            guard let place = file.names.firstIndex(of: field.name) else {
                throw MyelinError(
                    .data,
                    "\(file.path): \(noColumn(field.name, among: file.names)); the model was trained with it: add it, its "
                        + "fields empty where the values are not known")
            }
            return try reader.column(place, as: field.kind)
        }
        let known = Set(schema.fields.map(\.name))
        return try predict(Table(columns), ignoring: file.names.filter { !known.contains($0) })
    }

    /// Predicts for the rows of a table.
    public func predict(_ table: Table) throws -> TablePredictions {
        let known = Set(schema.fields.map(\.name))
        return try predict(table, ignoring: table.names.filter { !known.contains($0) })
    }

    private func predict(_ table: Table, ignoring ignored: [String]) throws -> TablePredictions {
        let outputs = try network.predict(try schema.arrays(table), batchSize: 1024)
        guard let result = outputs.first?.numbers else {
            throw MyelinError(.file, "\(network.name): expected a network that gives numbers")
        }
        return try TablePredictions(schema, try result.scalars(Float.self), notes(table, ignored))
    }

    /// What one should know of the rows.
    private func notes(_ table: Table, _ ignored: [String]) throws -> [String] {
        var notes: [String] = []
        if !ignored.isEmpty { notes.append("columns that the model does not use: \(TableTarget.listed(ignored))") }
        for field in schema.fields {
            let column = try table[field.name], missing = column.missingCount
            if missing > 0 {
                notes.append("column '\(field.name)': missing values: \(missing), filled as in training")
            }
            guard let lookup = field.lookup, let layer = try network.layer(named: lookup) as? StringLookup else {
                continue
            }
            let known = Set(layer.vocabulary), unknown = column.texts.compactMap { $0 }.filter { !known.contains($0) }
            if !unknown.isEmpty {
                notes.append(
                    "column '\(field.name)': categories that were not there in training, taken for missing: "
                        + TableTarget.listed(Set(unknown).sorted()))
            }
        }
        return notes
    }
}

extension TableSchema {
    /// What the network's inputs take, of a table's rows.
    func arrays(_ table: Table) throws -> [DataArray] {
        try fields.map { field in
            let column = try table[field.name], shape: Shape = [table.rowCount, 1]
            guard column.kind == field.kind || column.numbers != nil && field.kind != .category else {
                throw MyelinError(
                    .data,
                    "column '\(field.name)': the model was trained with a \(field.kind.rawValue) there, got a "
                        + column.kind.rawValue)
            }
            if field.kind == .category {
                // What is missing is a category that is in no vocabulary.
                return .text(try TextArray(column.texts.map { $0 ?? "" }, shape: shape))
            }
            return .numbers(Tensor((column.numbers ?? []).map { Float($0) }, shape: shape))
        }
    }
}
