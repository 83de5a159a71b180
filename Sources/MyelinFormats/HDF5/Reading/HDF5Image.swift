import MyelinCore

/// A whole file in memory.
final class HDF5Image {
    static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    let name: String
    let count: Int
    private let storage: Storage

    init(_ storage: Storage, name: String) {
        self.storage = storage
        self.name = name
        count = storage.byteCount
    }

    /// Bytes that have been checked to lie in the file.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return UnsafeRawBufferPointer(start: storage.bytes + range.lowerBound, count: range.count)
    }

    /// Where an error is: the file and the path in it.
    func place(_ path: String) -> String { path.isEmpty ? name : "\(name): \(path)" }
}

/// How many bytes of structure may still be looked at.
///
/// In a sound file every byte of structure is read a few times. A file whose links and nodes point at the same places
/// again and again would keep a reader busy without end: it runs out of this instead.
final class HDF5Budget {
    private var rest: Int

    init(for image: HDF5Image) { rest = image.count.multipliedReportingOverflow(by: 16).partialValue + 1 << 16 }

    func spend(_ count: Int, _ place: String) throws {
        rest -= count
        guard rest >= 0 else {
            throw MyelinError(.file, "\(place): damaged: the file's structure refers to the same bytes over and over")
        }
    }
}
