import CArchives
import Glibc
import MyelinCore
import MyelinData

/// A folder for one test, removed with all that is in it when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/myelin-data-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if FileSystem.isDirectory(path) {
            for name in (try? FileSystem.names(in: path)) ?? [] { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// The path of a name in the folder, whose folders are made.
    func path(_ name: String) throws -> String {
        let whole = path + "/" + name
        try FileSystem.createFolder(FileSystem.parent(of: whole))
        return whole
    }

    @discardableResult
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let whole = try path(name)
        // Not by AtomicFile, which waits for the disk.
        let descriptor = open(whole, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        defer { close(descriptor) }
        try bytes.withUnsafeBytes { try AtomicFile.write($0, to: descriptor, whole) }
        return whole
    }

    /// Writes bytes packed by gzip.
    @discardableResult
    func writePacked(_ bytes: [UInt8], _ name: String) throws -> String {
        let whole = try path(name)
        let file = gzopen(whole, "wb")
        gzwrite(file, bytes, UInt32(bytes.count))
        gzclose(file)
        return whole
    }
}

/// A folder with the real data sets, or nil.
let dataFolder = FileSystem.environment("MYELIN_DATA_DIR")

/// A file's bytes as they are on the disk.
func rawBytes(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    let count = FileSystem.size(path) ?? 0
    return [UInt8](unsafeUninitializedCapacity: count) { $1 = read(descriptor, $0.baseAddress, count) }
}

/// What lies in memory.
func elements<Element>(_ storage: Storage, as _: Element.Type) -> [Element] {
    withExtendedLifetime(storage) { Array(storage.elements(as: Element.self)) }
}
