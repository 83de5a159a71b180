import MyelinCore
import MyelinData

/// An attribute as it stands in a header.
enum HDF5AttributeMessage {
    static func read(_ message: HDF5Message, _ heap: inout HDF5GlobalHeap) throws -> (String, HDF5Attribute) {
        var cursor = message.body
        let version = try cursor.integer(1)
        guard (1...3).contains(version) else { throw cursor.damaged("an attribute of unknown version \(version)") }
        let flags = try cursor.integer(1)
        let nameSize = try cursor.integer(2)
        let typeSize = try cursor.integer(2)
        let spaceSize = try cursor.integer(2)
        if version == 3 { try cursor.skip(1) }
        func part(_ size: Int) throws -> HDF5Cursor {
            let start = cursor.position
            let range = try cursor.take(size)
            if version == 1 { try cursor.align(from: start) }
            return try cursor.at(range.lowerBound, count: range.count)
        }
        var nameText = try part(nameSize)
        let name = try nameText.terminatedString()
        guard version == 1 || flags & 3 == 0 else {
            throw cursor.refused("attribute “\(name)” shares its type with other objects, which is not read")
        }
        let datatype = try HDF5Datatype(try part(typeSize))
        guard let shape = try HDF5Dataspace.read(try part(spaceSize)) else { return (name, .empty) }
        return (name, try value(&cursor, datatype, shape, name, &heap))
    }

    private static func value(
        _ cursor: inout HDF5Cursor, _ datatype: HDF5Datatype, _ shape: Shape, _ name: String,
        _ heap: inout HDF5GlobalHeap
    ) throws -> HDF5Attribute {
        guard let byteCount = shape.claimedByteCount(elementSize: datatype.byteCount), byteCount <= cursor.rest else {
            throw cursor.damaged("attribute “\(name)” claims shape \(shape), which its header has no room for")
        }
        switch datatype {
        case .number(let format):
            let raw = Storage(byteCount: byteCount)
            let bytes = cursor.image.bytes(try cursor.take(byteCount))
            raw.bytes.copyMemory(from: bytes.baseAddress!, byteCount: byteCount)
            let values = Tensor(
                storage: try format.converted(raw, place: cursor.place), shape: shape, dtype: format.dtype)
            return try numbers(values)
        case .variableString, .fixedString:
            let texts = try strings(&cursor, datatype, shape.count, &heap)
            return shape.rank == 0 ? .string(texts[0]) : .strings(texts)
        case .opaque, .other: return .other(datatype.description)
        }
    }

    private static func numbers(_ values: Tensor) throws -> HDF5Attribute {
        switch values.dtype {
        case .bool:
            let list = try values.scalars(Bool.self)
            return values.rank == 0 ? .boolean(list[0]) : .booleans(list)
        case .uint8, .int32, .int64:
            let list = try values.scalars(Int.self)
            return values.rank == 0 ? .integer(list[0]) : .integers(list)
        case .float32, .float64:
            let list = try values.scalars(Double.self)
            return values.rank == 0 ? .number(list[0]) : .numbers(list)
        }
    }

    /// Texts of fixed or variable length.
    static func strings(
        _ cursor: inout HDF5Cursor, _ datatype: HDF5Datatype, _ count: Int, _ heap: inout HDF5GlobalHeap
    ) throws -> [String] {
        guard case .fixedString(let byteCount, let filler) = datatype else {
            var texts: [String] = []
            for _ in 0..<count { texts.append(try heap.text(&cursor)) }
            return texts
        }
        var texts: [String] = []
        for _ in 0..<count {
            var range = try cursor.take(byteCount)
            let bytes = cursor.image.bytes(range)
            var length = bytes.firstIndex(of: 0) ?? byteCount
            if filler != 0 { while length > 0, bytes[length - 1] == filler { length -= 1 } }
            range = range.lowerBound..<(range.lowerBound + length)
            texts.append(try cursor.string(range))
        }
        return texts
    }
}
