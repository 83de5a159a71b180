import Glibc
import MyelinCore

/// The few questions about files that this module asks, with errors that name the file and the system's reason.
package enum FileSystem {
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isDirectory(_ path: String) -> Bool {
        information(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    package static func isFile(_ path: String) -> Bool {
        information(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    /// Bytes of a file, or nil if there is none.
    package static func size(_ path: String) -> Int? { information(path).map { Int($0.st_size) } }

    private static func information(_ path: String) -> stat? {
        var result = stat()
        return stat(path, &result) == 0 ? result : nil
    }

    /// The names in a folder, sorted, without `.` and `..`.
    package static func names(in folder: String) throws -> [String] {
        guard let handle = opendir(folder) else { throw failure(folder, "cannot list the folder") }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a folder and those above it that are not there yet.
    package static func createFolder(_ path: String) throws {
        if path.isEmpty || isDirectory(path) { return }
        try createFolder(parent(of: path))
        guard mkdir(path, 0o777) == 0 || errno == EEXIST && isDirectory(path) else {
            throw failure(path, "cannot create the folder")
        }
    }

    /// Where a symbolic link leads; of anything else the same path.
    package static func resolved(_ path: String) -> String {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let found = realpath(path, nil) else {
            return path
        }
        defer { free(found) }
        return String(cString: found)
    }

    package static func remove(_ path: String) { unlink(path) }

    /// What stands before the last `/`; empty for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What stands after the last `/`.
    package static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    package static func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// An environment variable that is set and not empty.
    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }

    /// A whole file; for small ones.
    package static func contents(of path: String) throws -> [UInt8] {
        let file = try CompressedFile(path)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0.baseAddress!, count: $0.count) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// A whole file as it is, in memory of its size.
    ///
    /// - Throws: `MyelinError` of kind `.file` if it cannot be read, or changes meanwhile.
    package static func storage(of path: String) throws -> Storage {
        guard !isDirectory(path) else { throw MyelinError(.file, "\(path): expected a file, got a folder") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot open") }
        defer { close(descriptor) }
        guard let count = size(path) else { throw failure(path, "cannot open") }
        try checkFitsMemory(count, path)
        let storage = Storage(byteCount: count)
        var done = 0
        while done < count {
            let more = read(descriptor, storage.bytes + done, count - done)
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw failure(path, "cannot read") }
            guard more > 0 else { throw MyelinError(.file, "\(path): became shorter while it was read") }
            done += more
        }
        return storage
    }

    /// An error of kind `.file` with the reason that `errno` holds: `path: cannot open: No such file or directory`.
    package static func failure(_ path: String, _ what: String, code: Int32 = errno) -> MyelinError {
        MyelinError(.file, "\(path): \(what): \(reason(code))")
    }

    package static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// Bytes of memory that this machine has.
    package static let physicalMemory: Int = {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        return pages > 0 ? pages * max(sysconf(Int32(_SC_PAGESIZE)), 4096) : Int.max
    }()

    /// Refuses to ask the system for more memory than there is: a damaged file can claim any size.
    package static func checkFitsMemory(_ byteCount: Int, _ place: String) throws {
        guard byteCount <= physicalMemory else {
            throw MyelinError(
                .file, "\(place): claims \(byteCount) bytes, more than the machine's memory of \(physicalMemory)")
        }
    }
}
