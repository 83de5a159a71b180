import MyelinCore

extension TableModel {
    /// How well the model tells the target of the rows of a CSV file that has it; rows without it are left out.
    ///
    /// - Throws: `MyelinError` that names the file and the column that is lacking, or a class that was not there in training.
    public func evaluate(csv path: String, separator: Character? = nil) throws -> TableEvaluation {
        let file = try CSVFile(path, separator: separator), predictions = try predict(file)
        let reader = ColumnReader(file: file, options: TableOptions(missingWords: schema.missingWords))
        let place = try file.place(of: schema.target)
        guard schema.task != .regression else {
            let targets = try reader.column(place, as: .number).numbers ?? []
            let rows = try rowsWithTarget(targets.map(\.isNaN), path)
            return .regression(
                try RegressionReport(
                    targets: rows.map { targets[$0] }, predictions: rows.map { predictions.values[$0] }))
        }
        let names = try reader.column(place).texts
        let rows = try rowsWithTarget(names.map { $0 == nil }, path)
        let targets = try rows.map { row in
            guard let name = names[row], let number = schema.classNames.firstIndex(of: name) else {
                throw MyelinError(
                    .data,
                    "\(path): line \(file.lines[row]): column '\(schema.target)': '\(names[row] ?? "")' was no class in "
                        + "training; there were \(TableTarget.listed(schema.classNames))")
            }
            return number
        }
        return .classification(
            try ClassificationReport(
                targets: targets, predictions: rows.map { predictions.classes[$0] }, classNames: schema.classNames))
    }

    private func rowsWithTarget(_ isMissing: [Bool], _ path: String) throws -> [Int] {
        let rows = isMissing.indices.filter { !isMissing[$0] }
        if rows.isEmpty { throw MyelinError(.data, "\(path): column '\(schema.target)': has no values") }
        return rows
    }
}
