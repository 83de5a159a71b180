import MyelinCore

/// Bytes that come in order: a file, an unpacked file, a member of an archive.
package protocol ByteSource: AnyObject {
    /// What errors call it.
    var place: String { get }
    /// The most bytes that it can have, known before they are read: a limit on what a damaged header may claim.
    var mostBytes: Int { get }

    /// Reads at most `count` bytes; 0 only at the end.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the bytes are damaged or cut off.
    func read(into destination: UnsafeMutableRawPointer, count: Int) throws -> Int
}

extension ByteSource {
    /// Refuses a header that announces more bytes than there can be, or than memory can hold.
    package func checkClaim(_ byteCount: Int) throws {
        guard byteCount <= mostBytes else {
            throw MyelinError(
                .file, "\(place): damaged: its header announces \(byteCount) bytes, there are at most \(mostBytes)")
        }
        try FileSystem.checkFitsMemory(byteCount, place)
    }

    /// Reads `count` bytes; an error if there are fewer.
    package func readExactly(into destination: UnsafeMutableRawPointer, count: Int) throws {
        var done = 0
        while done < count {
            let more = try read(into: destination + done, count: count - done)
            guard more > 0 else {
                throw MyelinError(.file, "\(place): cut off: expected \(count) more bytes, got \(done)")
            }
            done += more
        }
    }

    package func readExactly(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
            if count > 0 { try readExactly(into: bytes.baseAddress!, count: count) }
            initialized = count
        }
    }

    /// Skips `count` bytes.
    package func skip(_ count: Int) throws {
        var rest = count
        try withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
            while rest > 0 {
                let part = min(rest, buffer.count)
                try readExactly(into: buffer.baseAddress!, count: part)
                rest -= part
            }
        }
    }

    /// An error if there is more. Getting to the end also verifies the checksum of what was packed.
    package func expectEnd() throws {
        var byte: UInt8 = 0
        let count = try withUnsafeMutablePointer(to: &byte) { try read(into: $0, count: 1) }
        guard count == 0 else { throw MyelinError(.file, "\(place): more bytes than its header announces") }
    }
}
