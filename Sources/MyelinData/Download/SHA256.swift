import CArchives
import Glibc
import MyelinCore

/// The SHA-256 of bytes or of a file, in hexadecimal.
package enum SHA256 {
    package static func hash(of bytes: [UInt8]) -> String {
        var hash = myelin_sha256()
        myelin_sha256_begin(&hash)
        myelin_sha256_add(&hash, bytes, bytes.count)
        return end(&hash)
    }

    /// The hash of a file's bytes as they are on the disk.
    package static func hash(ofFile path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.failure(path, "cannot open") }
        defer { close(descriptor) }
        var hash = myelin_sha256()
        myelin_sha256_begin(&hash)
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count >= 0 else { throw FileSystem.failure(path, "cannot read") }
                if count == 0 { break }
                myelin_sha256_add(&hash, buffer.baseAddress, count)
            }
        }
        return end(&hash)
    }

    private static func end(_ hash: inout myelin_sha256) -> String {
        let digest = [UInt8](unsafeUninitializedCapacity: 32) {
            myelin_sha256_end(&hash, $0.baseAddress)
            $1 = 32
        }
        return digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
