import MyelinCore

/// Writes a line with the logs of each epoch to a file. Keras: `CSVLogger`.
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
        names = nil
        try file.open()
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        if names == nil {
            names = logs.names
            if !file.hadContent { try write(["epoch"] + logs.names) }
        }
        try write(["\(epoch)"] + names!.map { logs[$0].map { "\($0)" } ?? "" })
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

    private func write(_ fields: [String]) throws { try file.write(fields.joined(separator: separator)) }
}
