import Foundation
import MyelinCore

/// Writes a line with the logs of each epoch to a file. Keras: `CSVLogger`.
public final class CSVLogger: Callback {
    private let path: String
    private let separator: String
    private let appends: Bool
    private var names: [String]?
    private var file: FileHandle?

    /// - Parameters:
    ///   - path: the file; written anew unless `append` is set.
    public init(_ path: String, separator: String = ",", append: Bool = false) {
        self.path = path
        self.separator = separator
        appends = append
    }

    public override func onTrainBegin() throws {
        // Opened where it lies: a device or a pipe stays what it is.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC), 0o666)
        guard descriptor >= 0 else {
            throw MyelinError(.file, "\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        names = nil
        written = ""
        hasHeader = appends && fstat(descriptor, &status) == 0 && status.st_size > 0
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private var hasHeader = false

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        if names == nil {
            names = logs.names
            if !hasHeader { try write(["epoch"] + logs.names) }
        }
        try write(["\(epoch)"] + names!.map { logs[$0].map { "\($0)" } ?? "" })
    }

    public override func onTrainEnd() throws {
        try file?.close()
        file = nil
    }

    /// The lines of the run so far, so that a run that goes on has them all, and none twice.
    public override var state: ConfigValue {
        ["text": .string(written), "names": names.map { .array($0.map { .string($0) }) } ?? .null]
    }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        if case .array(let columns)? = fields["names"] {
            names = columns.compactMap { if case .string(let name) = $0 { name } else { nil } }
        }
        if case .string(let text)? = fields["text"], !appends {
            written = ""
            try write(text: text)
        }
    }

    private var written = ""

    private func write(_ fields: [String]) throws { try write(text: fields.joined(separator: separator) + "\n") }

    private func write(text: String) throws {
        written += text
        do {
            try file?.write(contentsOf: Data(text.utf8))
        } catch {
            throw MyelinError(.file, "\(path): cannot be written: \(error.localizedDescription)")
        }
    }
}
