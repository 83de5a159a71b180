import MyelinCore
import MyelinData

/// A data set as its header describes it. The elements stay in the file until they are asked for.
struct HDF5StoredArray {
    /// Where in a file the elements are.
    private enum Layout {
        case inPlace(Range<Int>)
        /// Never written: all elements have the fill value.
        case nowhere
        case chunks(HDF5Chunks)
    }

    /// What errors call it: file and path.
    let place: String
    let shape: Shape
    let datatype: HDF5Datatype
    private let byteCount: Int
    private let layout: Layout
    private let fillValue: Range<Int>?
    private let image: HDF5Image

    /// Bytes that an array may have beyond what the file's bytes can unpack to.
    private static let unwrittenLimit = 64 << 20
    /// Deflate cannot pack 1032 bytes into less than one.
    static let mostExpansion = 1032

    init(_ header: HDF5ObjectHeader, image: HDF5Image) throws {
        let cursor = header.place
        self.image = image
        place = cursor.place
        if try header.message(.externalFiles) != nil {
            throw cursor.refused("its elements are in another file (external storage), which is refused")
        }
        datatype = try HDF5Datatype(try header.requiredMessage(.datatype))
        shape = try HDF5Dataspace.read(try header.requiredMessage(.dataspace)) ?? [0]
        guard let byteCount = shape.claimedByteCount(elementSize: datatype.byteCount) else {
            throw cursor.damaged("claims shape \(shape)")
        }
        self.byteCount = byteCount
        fillValue = try Self.readFillValue(header, datatype.byteCount)
        layout = try Self.readLayout(header, shape, byteCount, datatype.byteCount)
    }

    private static func readLayout(
        _ header: HDF5ObjectHeader, _ shape: Shape, _ byteCount: Int, _ elementSize: Int
    ) throws -> Layout {
        var cursor = try header.requiredMessage(.layout)
        let version = try cursor.integer(1)
        let kind = try cursor.integer(1)
        if kind == 3 { throw cursor.refused("is a virtual data set, which is refused") }
        guard version == 3 || version == 4 && kind < 2 else {
            throw cursor.refused(
                "its layout is of version \(version), which is not read; "
                    + "write the file as h5py does by default (libver='earliest')")
        }
        switch kind {
        case 0:
            let range = try cursor.take(try cursor.integer(2))
            guard range.count >= byteCount else {
                throw cursor.damaged("claims shape \(shape), has \(range.count) bytes")
            }
            return .inPlace(range.prefix(byteCount))
        case 1:
            let address = try cursor.address()
            let size = try cursor.integer(8)
            guard let address, byteCount > 0 else { return .nowhere }
            guard size >= byteCount else { throw cursor.damaged("claims shape \(shape), has \(size) bytes") }
            guard size <= cursor.image.count - address else {
                throw cursor.damaged("or cut off: \(size) bytes at \(address), the file has \(cursor.image.count)")
            }
            return .inPlace(address..<(address + byteCount))
        case 2:
            let rank = try cursor.integer(1)
            let tree = try cursor.address()
            var sizes: [Int] = []
            for _ in 0..<rank { sizes.append(try cursor.integer(4)) }
            guard rank == shape.rank + 1, rank > 1, sizes.popLast() == elementSize else {
                throw cursor.damaged("its chunks do not fit its shape and type")
            }
            let filters = try HDF5Filters(header.message(.filters), elementSize: elementSize)
            return .chunks(
                try HDF5Chunks(cursor, tree: tree, shape, chunkShape: Shape(sizes), elementSize: elementSize, filters))
        default: throw cursor.damaged("a layout of unknown kind \(kind)")
        }
    }

    /// What stands for elements that were never written; nil for zeros.
    private static func readFillValue(_ header: HDF5ObjectHeader, _ elementSize: Int) throws -> Range<Int>? {
        guard var cursor = try header.message(.fillValue) else { return nil }
        switch try cursor.integer(1) {
        case 1, 2:
            try cursor.skip(2)
            guard try cursor.integer(1) != 0 else { return nil }
        case 3: guard try cursor.unsigned(1) & 0x20 != 0 else { return nil }
        default: throw cursor.damaged("a fill value of unknown version")
        }
        let size = try cursor.integer(4)
        guard size > 0 else { return nil }
        guard size == elementSize else { throw cursor.damaged("a fill value of \(size) bytes") }
        return try cursor.take(size)
    }

    /// The elements as they are in the file.
    func read() throws -> Storage {
        switch layout {
        case .inPlace(let range):
            let storage = Storage(byteCount: byteCount)
            if byteCount > 0 {
                storage.bytes.copyMemory(from: image.bytes(range).baseAddress!, byteCount: byteCount)
            }
            return storage
        case .nowhere: return try filled(packedCount: 0)
        case .chunks(let chunks):
            let list = try chunks.list(in: image, place)
            // Chunks may claim the same bytes.
            let storage = try filled(packedCount: min(list.reduce(0) { $0 + $1.bytes.count }, image.count))
            for chunk in list { try chunks.copy(chunk, from: image, to: storage, place) }
            return storage
        }
    }

    /// Memory with the fill value throughout.
    private func filled(packedCount: Int) throws -> Storage {
        guard byteCount <= packedCount * Self.mostExpansion + Self.unwrittenLimit else {
            throw MyelinError(
                .file, "\(place): claims shape \(shape), which is \(byteCount) bytes, from \(packedCount) packed ones")
        }
        try FileSystem.checkFitsMemory(byteCount, place)
        let storage = Storage(byteCount: byteCount)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        if let fillValue, image.bytes(fillValue).contains(where: { $0 != 0 }) {
            let value = image.bytes(fillValue)
            for offset in stride(from: 0, to: byteCount, by: value.count) {
                (storage.bytes + offset).copyMemory(from: value.baseAddress!, byteCount: value.count)
            }
        }
        return storage
    }

    /// The elements of an array of strings.
    func strings() throws -> [String] {
        switch datatype {
        case .fixedString, .variableString: break
        default: throw MyelinError(.file, "\(place): its elements are \(datatype), expected strings")
        }
        guard case .inPlace(let range) = layout else {
            guard byteCount > 0 else { return [] }
            throw MyelinError(.file, "\(place): strings in chunks, which are not read")
        }
        var cursor = try HDF5Cursor(
            image, HDF5Budget(for: image), at: range.lowerBound, count: range.count, place: place)
        var heap = HDF5GlobalHeap()
        return try HDF5AttributeMessage.strings(&cursor, datatype, shape.count, &heap)
    }
}
