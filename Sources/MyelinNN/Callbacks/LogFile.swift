import Foundation
import MyelinCore

/// A text file that grows by lines as training goes on; what loggers write to.
///
/// It remembers what it wrote, so that a run that goes on from a checkpoint has all lines, and none twice.
final class LogFile {
    private let path: String
    private let appends: Bool
    private var file: FileHandle?
    /// What this run wrote.
    private(set) var text = ""
    /// Whether there was something in the file before.
    private(set) var hadContent = false

    /// - Parameter appends: whether lines are added to what the file holds; it is written anew otherwise.
    init(_ path: String, appends: Bool) {
        self.path = path
        self.appends = appends
    }

    func open() throws {
        // Opened where it lies: a device or a pipe stays what it is.
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC), 0o666)
        guard descriptor >= 0 else {
            throw MyelinError(.file, "\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        text = ""
        hadContent = appends && fstat(descriptor, &status) == 0 && status.st_size > 0
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ line: String) throws { try add(line + "\n") }

    func close() throws {
        try file?.close()
        file = nil
    }

    /// Takes back the lines of a run that goes on; those of a file that is appended to are there already.
    func restore(_ text: String) throws {
        guard !appends else { return }
        self.text = ""
        try add(text)
    }

    private func add(_ text: String) throws {
        self.text += text
        do {
            try file?.write(contentsOf: Data(text.utf8))
        } catch {
            throw MyelinError(.file, "\(path): cannot be written: \(error.localizedDescription)")
        }
    }
}
