import MyelinCore

/// What a network tells of the rows of a table.
public struct TablePredictions: Sendable {
    /// The column that is told.
    public let target: String
    /// By class number; empty for numbers.
    public let classNames: [String]
    /// For each row the number; empty for classes.
    public let values: [Double]
    /// For each row the number of the most probable class; empty for numbers.
    public let classes: [Int]
    /// For each row how probable each class is; empty for numbers.
    public let probabilities: [[Float]]
    /// What one should know of the rows: values that were filled in, categories that were not there in training.
    public let notes: [String]

    init(_ schema: TableSchema, _ outputs: [Float], _ notes: [String]) throws {
        target = schema.target
        classNames = schema.classNames
        self.notes = notes
        if let odd = outputs.firstIndex(where: { $0.isNaN }) {
            let row = odd / max(schema.task == .multiclass ? classNames.count : 1, 1)
            throw MyelinError(.data, "row \(row): the network gives no number; its weights are damaged")
        }
        switch schema.task {
        case .regression, .automatic:
            values = outputs.map { Double($0) }
            (classes, probabilities) = ([], [])
        case .binary:
            values = []
            classes = outputs.map { $0 > 0.5 ? 1 : 0 }
            probabilities = outputs.map { [1 - $0, $0] }
        case .multiclass:
            values = []
            let width = classNames.count
            probabilities = stride(from: 0, to: outputs.count, by: width).map { Array(outputs[$0..<$0 + width]) }
            classes = probabilities.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
        }
    }

    /// As a CSV file has them: the target's name above numbers or names of classes, and `probability_…` for each class.
    package var columns: [(name: String, texts: [String])] {
        guard !classNames.isEmpty else { return [(target, values.map { "\(Float($0))" })] }
        let names = [(name: target, texts: classes.map { classNames[$0] })]
        return names
            + classNames.indices.map { place in
                (name: "probability_\(classNames[place])", texts: probabilities.map { "\($0[place])" })
            }
    }

    /// Writes a CSV file.
    public func write(csv path: String) throws { try CSVWriter.write(columns, to: path) }
}
