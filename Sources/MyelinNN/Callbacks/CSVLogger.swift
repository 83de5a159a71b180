import Foundation
import MyelinCore

/// Writes a line with the logs of each epoch to a file. Keras: `CSVLogger`.
///
/// The columns are the epoch and the names of the first epoch's logs, sorted; without validation those of validation stand
/// there, too, as `NA`, so that runs with and without it fit one file.
public final class CSVLogger: Callback {
    private let separator: String
    private let file: LogFile
    private var names: [String]?

    /// - Parameters:
    ///   - path: the file; written anew unless `append` is set.
    public init(_ path: String, separator: String = ",", append: Bool = false) {
        self.separator = separator
        file = LogFile(path, appends: append)
    }

    public override func onTrainBegin() throws {
        guard !separator.isEmpty else { throw MyelinError(.argument, "CSVLogger: expected a separator, got none") }
        names = nil
        try file.open()
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        if names == nil {
            var columns = logs.names.sorted()
            if !columns.contains(where: { $0.hasPrefix("val_") }) { columns += columns.map { "val_\($0)" } }
            names = columns
            if !file.hadContent { try write(["epoch"] + columns) }
        }
        try write(["\(epoch)"] + names!.map { text(logs, $0) })
    }

    /// A number, a list of a metric's numbers for each class, or what stands for none.
    private func text(_ logs: Logs, _ name: String) -> String {
        if let list = logs.lists[name] { return "[\(list.map { "\($0)" }.joined(separator: ", "))]" }
        return logs[name].map { "\($0)" } ?? "NA"
    }

    public override func onTrainEnd() throws { try file.close() }

    /// The lines of the run so far, so that a run that goes on has them all, and none twice.
    public override var state: ConfigValue {
        ["text": .string(file.text), "names": names.map { .array($0.map { .string($0) }) } ?? .null]
    }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        if case .array(let columns)? = fields["names"] {
            names = columns.compactMap { if case .string(let name) = $0 { name } else { nil } }
        }
        if case .string(let text)? = fields["text"] { try file.restore(text) }
    }

    private func write(_ fields: [String]) throws {
        let quoted = fields.map { field in
            let isPlain = !field.contains(separator) && !field.contains { $0 == "\"" || $0.isNewline }
            return isPlain ? field : "\"\(field.replacing("\"", with: "\"\""))\""
        }
        try file.write(quoted.joined(separator: separator))
    }
}
