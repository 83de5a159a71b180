import CArchives
import Glibc
import MyelinCore

/// Fetches one file by HTTP or HTTPS, so that it is there whole and verified or not at all.
///
/// What came before a cut is kept in `destination.part` and the next attempt continues there, also in a later run. Two
/// processes that want the same file take turns, and the second one finds it done.
///
///     try Download(from: ["https://…/imdb.npz"], to: path, sha256: "6966…").run()
public struct Download: Sendable {
    /// Addresses of the same file, tried in order.
    public var urls: [String]
    /// Where the file goes. Its folder is made if need be.
    public var destination: String
    /// The SHA-256 that the file must have, in hexadecimal; nil accepts any.
    public var sha256: String?
    /// How often each address is tried when the connection breaks or the server is busy. Default: 4.
    public var attempts = 4
    /// Seconds to wait before the second attempt, twice as many before each one more. Default: 1.
    public var pause = 1.0
    /// Who hears how far it is. Default: a bar on the terminal, or a few lines where there is none.
    public var progress = DownloadProgress.terminal

    public init(from urls: [String], to destination: String, sha256: String? = nil) {
        self.urls = urls
        self.destination = destination
        self.sha256 = sha256
    }

    private var part: String { destination + ".part" }

    /// Fetches the file, unless it is there already.
    ///
    /// - Throws: `MyelinError` of kind `.network` if no address gave the file or its checksum is wrong, of kind `.file` if
    ///   it could not be written.
    public func run() throws {
        guard !urls.isEmpty else { throw MyelinError(.argument, "\(destination): no address to download it from") }
        if FileSystem.isFile(destination) { return }
        try FileSystem.createFolder(FileSystem.parent(of: destination))
        let file = try PartialFile(part)
        // Whoever held the lock before may have finished the file.
        if FileSystem.isFile(destination) { return FileSystem.remove(part) }
        var failures: [MyelinError] = []
        for url in urls {
            do {
                try fetch(url, into: file)
                return try file.finish(as: destination)
            } catch let error as MyelinError where error.kind == .network {
                failures.append(error)
            }
        }
        file.removeIfEmpty()
        throw failures.count == 1
            ? failures[0] : MyelinError(.network, failures.map(\.message).joined(separator: "; "))
    }

    private func fetch(_ url: String, into file: PartialFile) throws {
        var attempt = 1
        while true {
            let resumed = file.count > 0
            do {
                try transfer(url, into: file)
                try verify(file, url)
                return
            } catch let failure as Failure {
                // What was left from another time may be of another version of the file: once more from the beginning.
                let isStale = resumed && failure.discards
                if failure.discards { try file.clear() }
                guard failure.isTransient || isStale, attempt < attempts else { throw failure.error }
                if failure.isTransient { usleep(UInt32(min(pause * Double(1 << (attempt - 1)), 60) * 1e6)) }
                attempt += 1
            }
        }
    }

    private struct Failure: Error {
        let error: MyelinError
        /// Whether another attempt may succeed.
        var isTransient = false
        /// Whether what is there is of no use.
        var discards = false
    }

    private func transfer(_ url: String, into file: PartialFile) throws {
        let name = FileSystem.name(of: destination)
        let report = progress.start(name)
        let receiver = Receiver(file, report)
        var transfer = myelin_transfer()
        transfer.offset = Int64(file.count)
        transfer.connect_seconds = 20
        transfer.stall_seconds = 30
        transfer.receive = { context, transfer, bytes, count in
            let receiver = Unmanaged<Receiver>.fromOpaque(context!).takeUnretainedValue()
            return receiver.take(transfer!.pointee, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        let outcome = url.withCString { address in
            transfer.url = address
            return withExtendedLifetime(receiver) {
                transfer.context = Unmanaged.passUnretained(receiver).toOpaque()
                return myelin_transfer(&transfer)
            }
        }
        let total = transfer.total >= 0 ? Int(transfer.total) : nil
        report(.ended(file.count, total: total, isComplete: outcome == MYELIN_TRANSFER_DONE))
        if let error = receiver.failure { throw error }
        let words = transfer.words
        switch outcome {
        case MYELIN_TRANSFER_DONE:
            // An empty file never reaches the receiver.
            if let total, file.count != total {
                let error = MyelinError(.network, "\(url): expected \(total) bytes, got \(file.count)")
                throw Failure(error: error, isTransient: file.count < total, discards: file.count > total)
            }
        case MYELIN_TRANSFER_HTTP_STATUS: throw statusFailure(url, Int(transfer.status))
        case MYELIN_TRANSFER_CUT:
            let expected = total.map { " of \($0)" } ?? ""
            let error = MyelinError(
                .network,
                "\(url): the connection was cut after \(file.count)\(expected) bytes (\(words)); "
                    + "what came is kept, run it again to continue")
            throw Failure(error: error, isTransient: true)
        case MYELIN_TRANSFER_UNREACHABLE:
            throw Failure(error: MyelinError(.network, "\(url): not reachable (\(words)); is there a network?"))
        default: throw Failure(error: MyelinError(.network, "\(url): download failed: \(words)"))
        }
    }

    private func statusFailure(_ url: String, _ status: Int) -> Failure {
        switch status {
        case 404, 410:
            return Failure(error: MyelinError(.network, "\(url): no such file on the server (HTTP \(status))"))
        case 416:
            // The part is as long as the file or longer.
            let error = MyelinError(.network, "\(url): the server cannot continue the part that is here (HTTP 416)")
            return Failure(error: error, discards: true)
        default:
            let error = MyelinError(.network, "\(url): the server answered HTTP \(status)")
            return Failure(error: error, isTransient: status >= 500 || status == 429 || status == 408)
        }
    }

    private func verify(_ file: PartialFile, _ url: String) throws {
        guard let expected = sha256 else { return }
        let got = try SHA256.hash(ofFile: part)
        guard got != expected.lowercased() else { return }
        throw Failure(
            error: MyelinError(
                .network,
                "\(url): wrong checksum: expected SHA-256 \(expected.lowercased()), got \(got); the file was removed"),
            discards: true)
    }

    /// Puts what comes into the file.
    private final class Receiver {
        private let file: PartialFile
        private let report: (DownloadProgress.Event) -> Void
        private var began = false
        private(set) var failure: MyelinError?

        init(_ file: PartialFile, _ report: @escaping (DownloadProgress.Event) -> Void) {
            self.file = file
            self.report = report
        }

        func take(_ transfer: myelin_transfer, _ bytes: UnsafeRawBufferPointer) -> Bool {
            let total = transfer.total >= 0 ? Int(transfer.total) : nil
            do {
                if !began {
                    began = true
                    // A server that does not resume sends the file from its beginning.
                    try file.truncate(to: Int(transfer.first))
                    report(.began(file.count, total: total))
                }
                try file.append(bytes)
            } catch {
                failure = error as? MyelinError ?? MyelinError(.file, "\(error)")
                return false
            }
            report(.received(file.count, total: total))
            return true
        }
    }
}
