import MyelinCore
import MyelinData

/// The type of elements.
enum HDF5Datatype: Hashable, CustomStringConvertible {
    case number(ElementFormat)
    /// Text in a fixed number of bytes, filled up by zeros or blanks.
    case fixedString(byteCount: Int, filledWith: UInt8)
    /// Text of any length, elsewhere in the file.
    case variableString
    /// Bytes without a meaning.
    case opaque(byteCount: Int)
    case other(String, byteCount: Int)

    /// Bytes of one element where it stands.
    var byteCount: Int {
        switch self {
        case .number(let format): format.byteCount
        case .variableString: 16
        case .fixedString(let byteCount, _), .opaque(let byteCount), .other(_, let byteCount): byteCount
        }
    }

    var description: String {
        switch self {
        case .number(let format): format.kind.rawValue
        case .fixedString, .variableString: "string"
        case .opaque(let byteCount): "\(byteCount) opaque bytes"
        case .other(let name, _): name
        }
    }

    init(_ message: HDF5Cursor) throws {
        var cursor = message
        self = try Self.read(&cursor)
    }

    private static func read(_ cursor: inout HDF5Cursor) throws -> HDF5Datatype {
        let first = try cursor.integer(1)
        let version = first >> 4
        guard (1...4).contains(version) else { throw cursor.damaged("an element type of unknown version \(version)") }
        let bits = try cursor.integer(3)
        let size = try cursor.integer(4)
        guard size > 0 else { throw cursor.damaged("elements of no bytes") }
        switch first & 15 {
        case 0: return try readInteger(&cursor, bits, size)
        case 1: return try readFloat(&cursor, bits, size)
        case 3:
            return .fixedString(byteCount: size, filledWith: bits & 15 == 2 ? UInt8(ascii: " ") : 0)
        case 5: return .opaque(byteCount: size)
        case 8: return try readEnumeration(&cursor, bits, size, version)
        case 9:
            guard bits & 15 == 1 else { return .other("sequences", byteCount: size) }
            guard size == 16 else { throw cursor.damaged("references to text of \(size) bytes") }
            return .variableString
        case let kind:
            let names = [2: "times", 4: "bits", 6: "compound", 7: "references", 10: "arrays"]
            return .other(names[kind] ?? "of unknown type \(kind)", byteCount: size)
        }
    }

    private static func readInteger(_ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int) throws -> HDF5Datatype {
        let offset = try cursor.integer(2)
        let precision = try cursor.integer(2)
        guard offset == 0, precision == size * 8 else {
            return .other("integers of \(precision) bits", byteCount: size)
        }
        let isSigned = bits & 8 != 0
        let kind: ElementFormat.Kind
        switch size {
        case 1: kind = isSigned ? .int8 : .uint8
        case 2: kind = isSigned ? .int16 : .uint16
        case 4: kind = isSigned ? .int32 : .uint32
        case 8: kind = isSigned ? .int64 : .uint64
        default: return .other("integers of \(precision) bits", byteCount: size)
        }
        return .number(ElementFormat(kind, isBigEndian: bits & 1 != 0))
    }

    private static func readFloat(_ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int) throws -> HDF5Datatype {
        let offset = try cursor.integer(2)
        let precision = try cursor.integer(2)
        // Place and size of the exponent, then of the mantissa.
        let layout = try (0..<4).map { _ in try cursor.integer(1) }
        let bias = try cursor.integer(4)
        let isIEEE = offset == 0 && precision == size * 8 && bits >> 8 & 255 == precision - 1 && bits & 64 == 0
        let kind: ElementFormat.Kind
        switch (layout, bias) {
        case ([10, 5, 0, 10], 15) where isIEEE && size == 2: kind = .float16
        case ([7, 8, 0, 7], 127) where isIEEE && size == 2: kind = .bfloat16
        case ([23, 8, 0, 23], 127) where isIEEE && size == 4: kind = .float32
        case ([52, 11, 0, 52], 1023) where isIEEE && size == 8: kind = .float64
        default: return .other("floats of \(precision) bits in an unknown form", byteCount: size)
        }
        return .number(ElementFormat(kind, isBigEndian: bits & 1 != 0))
    }

    /// Truth values, which h5py writes as an enumeration of FALSE and TRUE; other enumerations are their numbers.
    private static func readEnumeration(
        _ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int, _ version: Int
    ) throws -> HDF5Datatype {
        let base = try read(&cursor)
        guard base.byteCount == size else { throw cursor.damaged("an enumeration of elements of another size") }
        guard case .number(let format) = base else { return .other("an enumeration", byteCount: size) }
        guard size == 1, bits & 0xFFFF == 2 else { return base }
        var names: [String] = []
        for _ in 0..<2 {
            let start = cursor.position
            names.append(try cursor.terminatedString())
            if version < 3 { try cursor.align(from: start) }
        }
        let values = [try cursor.integer(1), try cursor.integer(1)]
        return names == ["FALSE", "TRUE"] && values == [0, 1] ? .number(ElementFormat(.bool)) : .number(format)
    }
}
