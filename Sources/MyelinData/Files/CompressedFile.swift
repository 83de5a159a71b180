import CArchives
import Glibc
import MyelinCore

/// A file packed by gzip, unpacked while it is read; a file that is not packed is read as it is.
package final class CompressedFile: ByteSource {
    package let place: String
    package let mostBytes: Int
    private let file: gzFile

    package init(_ path: String) throws {
        place = path
        guard !FileSystem.isDirectory(path) else { throw MyelinError(.file, "\(path): expected a file, got a folder") }
        errno = 0
        guard let file = gzopen(path, "rbe") else { throw FileSystem.failure(path, "cannot open") }
        self.file = file
        gzbuffer(file, 1 << 17)
        // Deflate cannot pack 1032 bytes into less than one.
        let size = FileSystem.size(path) ?? 0
        let most = size.multipliedReportingOverflow(by: 1032)
        mostBytes = gzdirect(file) != 0 ? size : most.overflow ? Int.max : most.partialValue
    }

    deinit { gzclose_r(file) }

    package func read(into destination: UnsafeMutableRawPointer, count: Int) throws -> Int {
        let result = gzread(file, destination, UInt32(min(count, 1 << 30)))
        guard result >= 0, result > 0 || count == 0 || gzeof(file) != 0 else { throw damage() }
        if result == 0 {
            var code: Int32 = Z_OK
            _ = gzerror(file, &code)
            if code != Z_OK && code != Z_STREAM_END { throw damage() }
        }
        return Int(result)
    }

    private func damage() -> MyelinError {
        var code: Int32 = Z_OK
        let text = gzerror(file, &code).map { String(cString: $0) } ?? ""
        switch code {
        case Z_ERRNO: return FileSystem.failure(place, "cannot read")
        case Z_BUF_ERROR:
            return MyelinError(.file, "\(place): cut off: the packed data end early; fetch the file again")
        default: return MyelinError(.file, "\(place): damaged: \(text); fetch the file again")
        }
    }
}
