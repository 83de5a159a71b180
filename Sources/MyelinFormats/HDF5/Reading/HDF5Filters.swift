import CArchives
import MyelinCore

/// What was done to the bytes of each chunk when they were written. Only what HDF5 itself always has is known: gzip,
/// shuffle and the checksum fletcher32; other filters would be programs of whoever made the file.
struct HDF5Filters {
    private enum Filter {
        case deflate
        case shuffle(elementSize: Int)
        case fletcher32
    }

    private var filters: [Filter] = []

    init(_ message: HDF5Cursor?, elementSize: Int) throws {
        guard var cursor = message else { return }
        let version = try cursor.integer(1)
        guard version == 1 || version == 2 else { throw cursor.damaged("filters of unknown version \(version)") }
        let count = try cursor.integer(1)
        guard count <= 32 else { throw cursor.damaged("\(count) filters") }
        if version == 1 { try cursor.skip(6) }
        for _ in 0..<count {
            let id = try cursor.integer(2)
            let nameLength = version == 1 || id >= 256 ? try cursor.integer(2) : 0
            try cursor.skip(2)
            let valueCount = try cursor.integer(2)
            try cursor.skip(nameLength)
            try cursor.skip(4 * valueCount)
            if version == 1, valueCount % 2 == 1 { try cursor.skip(4) }
            switch id {
            case 1: filters.append(.deflate)
            case 2: filters.append(.shuffle(elementSize: elementSize))
            case 3: filters.append(.fletcher32)
            default:
                throw cursor.refused("is packed by filter \(id), expected gzip (1), shuffle (2) or fletcher32 (3)")
            }
        }
        guard filters.filter({ if case .deflate = $0 { true } else { false } }).count < 2 else {
            throw cursor.refused("is packed by gzip twice")
        }
    }

    /// A chunk's bytes as they were before.
    ///
    /// - Parameter byteCount: how many they must be.
    func unpack(
        _ packed: UnsafeRawBufferPointer, skipping mask: UInt64, byteCount: Int, _ place: String
    ) throws -> [UInt8] {
        guard byteCount <= packed.count * HDF5StoredArray.mostExpansion + 64 else {
            throw MyelinError(.file, "\(place): damaged: claims \(byteCount) bytes from \(packed.count) packed ones")
        }
        var bytes = [UInt8](packed)
        for (number, filter) in filters.enumerated().reversed() where mask >> UInt64(number) & 1 == 0 {
            switch filter {
            case .deflate: bytes = try Self.inflate(bytes, atMost: byteCount + 4 * filters.count, place)
            case .shuffle(let elementSize): bytes = Self.unshuffle(bytes, elementSize)
            case .fletcher32: try Self.removeChecksum(&bytes, place)
            }
        }
        guard bytes.count == byteCount else {
            throw MyelinError(.file, "\(place): damaged: a chunk of \(bytes.count) bytes, expected \(byteCount)")
        }
        return bytes
    }

    private static func inflate(_ packed: [UInt8], atMost limit: Int, _ place: String) throws -> [UInt8] {
        var result: Int32 = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            var count = uLongf(limit)
            result = uncompress(buffer.baseAddress, &count, packed, uLong(packed.count))
            initialized = result == Z_OK ? Int(count) : 0
        }
        guard result == Z_OK else { throw MyelinError(.file, "\(place): damaged: a chunk that cannot be unpacked") }
        return bytes
    }

    /// Shuffled bytes are ordered by their places within the elements; what is left over at the end stays.
    private static func unshuffle(_ bytes: [UInt8], _ elementSize: Int) -> [UInt8] {
        let count = bytes.count / elementSize
        guard elementSize > 1, count > 1 else { return bytes }
        var result = bytes
        for place in 0..<elementSize {
            for element in 0..<count { result[element * elementSize + place] = bytes[place * count + element] }
        }
        return result
    }

    private static func removeChecksum(_ bytes: inout [UInt8], _ place: String) throws {
        guard bytes.count >= 4 else { throw MyelinError(.file, "\(place): damaged: a chunk without its checksum") }
        let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bytes.removeLast(4)
        let computed = HDF5Checksum.fletcher32(bytes)
        // In sums modulo 65535, 0 and 65535 are the same.
        guard stored & 0xFFFF % 65535 == computed & 0xFFFF % 65535, (stored >> 16) % 65535 == (computed >> 16) % 65535
        else { throw MyelinError(.file, "\(place): damaged: the checksum of a chunk is wrong") }
    }
}
