import MyelinCore

/// Writes the logs of each epoch to a file as one JSON object a line ("JSON lines"):
///
///     {"epoch":0,"loss":0.6931,"val_loss":0.6902}
///
/// A number that is none is written as `NaN` and one too large as `Infinity`, as Python's `json` writes and reads them.
/// A metric with a number for each class is a list.
public final class JSONLogger: Callback {
    private let file: LogFile

    /// - Parameters:
    ///   - path: the file; written anew unless `append` is set.
    public init(_ path: String, append: Bool = false) { file = LogFile(path, appends: append) }

    public override func onTrainBegin() throws { try file.open() }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        var fields: ConfigObject = ["epoch": .int(epoch)]
        for (name, value) in logs.entries { fields[name] = logs.lists[name].map { ConfigValue($0) } ?? .double(value) }
        try file.write(String(decoding: ConfigValue.object(fields).json(), as: UTF8.self))
    }

    public override func onTrainEnd() throws { try file.close() }

    public override var state: ConfigValue { .string(file.text) }

    public override func restore(_ state: ConfigValue) throws {
        if case .string(let text) = state { try file.restore(text) }
    }
}
