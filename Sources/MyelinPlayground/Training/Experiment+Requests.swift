import Foundation
import Myelin
import MyelinData

// What the page asks of an experiment, besides training.

extension Experiment {
    /// Changes settings by their names.
    package func set(_ values: [String: String]) throws {
        var new = settings
        try new.set(values)
        try change(to: new)
    }

    /// Takes a table of one's own as the data; text labels make it a classification.
    package func use(_ table: CSVTable) throws {
        var new = settings
        new.data = DataSet.csv
        new.regressionData = DataSet.csv
        new = table.fitted(new)
        let label = table.columns.first { $0.name == new.csvLabel }!
        if !label.isNumeric {
            new.problem = .classification
        } else if label.values.count != 2 {
            new.problem = .regression
        }
        try change(to: new, table: table)
    }

    /// Says what went wrong while training, which ends.
    package func fail(_ text: String) {
        pause()
        tell(text)
    }

    /// The network as a Swift program.
    package var code: String { SwiftCode(settings: settings, points: data.training).text }

    /// The network as a file that Keras opens too.
    package func kerasFile() throws -> Data {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).keras").path
        defer { FileSystem.remove(path) }
        try network.model.save(path)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }
}
