import Glibc
import MyelinCore

/// A file that is being downloaded, held by one process at a time.
final class PartialFile {
    private let path: String
    private let descriptor: Int32
    /// Bytes that are there.
    private(set) var count: Int

    /// Opens or makes the file; waits while another process holds it.
    init(_ path: String) throws {
        self.path = path
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileSystem.failure(path, "cannot write") }
            flock(descriptor, LOCK_EX)
            // The one who held it may have renamed it to its final name or removed it.
            var held = stat()
            var named = stat()
            fstat(descriptor, &held)
            if stat(path, &named) == 0, held.st_ino == named.st_ino, held.st_dev == named.st_dev {
                self.descriptor = descriptor
                count = Int(held.st_size)
                return
            }
            close(descriptor)
        }
    }

    deinit { close(descriptor) }

    /// Keeps the first `count` bytes, if there are more.
    func truncate(to count: Int) throws {
        guard count <= self.count else { throw MyelinError(.network, "\(path): the server skipped bytes") }
        guard ftruncate(descriptor, count) == 0 else { throw FileSystem.failure(path, "cannot write") }
        self.count = count
    }

    func clear() throws { try truncate(to: 0) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let more = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, count)
            if more < 0, errno == EINTR { continue }
            guard more > 0 else {
                throw FileSystem.failure(path, "cannot write (\(count) bytes are there and kept)")
            }
            done += more
            count += more
        }
    }

    /// Brings the file to the disk and gives it its final name.
    func finish(as destination: String) throws {
        guard fsync(descriptor) == 0, rename(path, destination) == 0 else {
            throw FileSystem.failure(destination, "cannot write")
        }
    }

    func removeIfEmpty() {
        if count == 0 { FileSystem.remove(path) }
    }
}
