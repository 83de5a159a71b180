import Glibc
import MyelinCore

/// Writing a file so that whoever looks finds either the old content or the new one, whole.
package enum AtomicFile {
    /// Has the content written to a temporary file in the same folder, brings it to the disk, and renames it.
    ///
    /// A symbolic link stays one: what it leads to is replaced.
    ///
    /// When anything fails, the file that was there stays as it was and the temporary one is removed.
    package static func replace(_ name: String, by write: (_ temporary: String) throws -> Void) throws {
        let path = FileSystem.resolved(name)
        // A rename would put a file in the place of a device or a folder.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw MyelinError(.file, "\(path): cannot write: it is no regular file")
        }
        let temporary = FileSystem.join(
            FileSystem.parent(of: path), ".\(FileSystem.name(of: path)).\(getpid()).temporary")
        do {
            try write(temporary)
            let descriptor = open(temporary, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileSystem.failure(path, "cannot write") }
            let synchronized = fsync(descriptor)
            let code = errno
            close(descriptor)
            guard synchronized == 0 else { throw FileSystem.failure(path, "cannot write", code: code) }
            guard rename(temporary, path) == 0 else { throw FileSystem.failure(path, "cannot write") }
        } catch {
            FileSystem.remove(temporary)
            throw error
        }
    }

    /// Removes what processes left beside a file that were killed while they wrote it.
    package static func removeLeftovers(of path: String) {
        let folder = FileSystem.parent(of: path), start = ".\(FileSystem.name(of: path))."
        for name in (try? FileSystem.names(in: folder.isEmpty ? "." : folder)) ?? [] where name.hasPrefix(start) {
            // The process, "temporary", and where libzip writes to a file of its own first some letters of that.
            let parts = name.dropFirst(start.count).split(separator: ".", omittingEmptySubsequences: false)
            guard (2...3).contains(parts.count), parts[1] == "temporary", let process = Int32(parts[0]),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            FileSystem.remove(FileSystem.join(folder, name))
        }
    }

    /// Replaces a file by pieces of memory.
    package static func write(_ pieces: [UnsafeRawBufferPointer], to path: String) throws {
        try replace(path) { temporary in
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileSystem.failure(path, "cannot write") }
            defer { close(descriptor) }
            for piece in pieces { try write(piece, to: descriptor, path) }
        }
    }

    /// Writes all bytes to an open file.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileSystem.failure(path, "cannot write") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
