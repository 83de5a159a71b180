import Foundation
import MyelinCore
import MyelinData
import Synchronization

/// Writes an event file that TensorBoard reads, into a folder of its own run.
final class EventWriter {
    private let path: String
    private let file: FileHandle
    private var pending: [UInt8] = []
    /// Tells apart files that one process begins in the same second.
    private static let counter = Atomic<Int>(0)

    /// - Parameter folder: made if it is not there.
    init(folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw MyelinError(.file, "\(folder): the folder for TensorBoard's files cannot be made")
        }
        let number = Self.counter.add(1, ordering: .relaxed).oldValue
        let name = [
            "events.out.tfevents.\(Int(Date().timeIntervalSince1970))", ProcessInfo.processInfo.hostName, "\(getpid())",
            "\(number)", "v2",
        ].joined(separator: ".")
        path = FileSystem.join(folder, name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileSystem.failure(path, "cannot be written") }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var first = TBEvent()
        first.fileVersion = "brain.Event:2"
        try write(first)
        try flush()
    }

    /// Adds an event, with the present time.
    func write(_ event: TBEvent) throws {
        var event = event
        event.wallTime = Date().timeIntervalSince1970
        do {
            pending += TFRecord.framed([UInt8](try event.serializedData()))
        } catch {
            throw MyelinError(.data, "\(path): an event cannot be written: \(error)")
        }
        if pending.count > 1 << 20 { try flush() }
    }

    /// Adds one value of a step.
    func write(_ value: TBSummary.Value, step: Int) throws {
        var event = TBEvent()
        event.step = Int64(step)
        event.summary.value = [value]
        try write(event)
    }

    /// Brings everything into the file, so that TensorBoard sees it while training goes on.
    func flush() throws {
        do {
            try file.write(contentsOf: Data(pending))
        } catch {
            throw MyelinError(.file, "\(path): cannot be written: \(error.localizedDescription)")
        }
        pending = []
    }
}
