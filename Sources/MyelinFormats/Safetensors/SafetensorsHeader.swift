import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// What stands before the elements in a safetensors file.
struct SafetensorsHeader {
    struct Entry {
        let name: String
        let format: ElementFormat
        let shape: Shape
        /// In the file.
        let range: Range<Int>
    }

    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]

    /// The limit of the format's own library.
    private static let longest = 100_000_000
    private static let metadataKey = "__metadata__"
    private static let kinds: [String: ElementFormat.Kind] = [
        "BOOL": .bool, "I8": .int8, "U8": .uint8, "I16": .int16, "U16": .uint16, "I32": .int32, "U32": .uint32,
        "I64": .int64, "U64": .uint64, "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64,
    ]

    init(_ file: Storage, place: String) throws {
        let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.byteCount)
        guard bytes.count >= 8 else {
            throw MyelinError(.file, "\(place): not a safetensors file: \(bytes.count) bytes")
        }
        let announced = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard announced <= Self.longest else {
            throw MyelinError(.file, "\(place): not a safetensors file, or damaged: a header of \(announced) bytes")
        }
        let start = 8 + Int(announced)
        guard start <= bytes.count else {
            throw MyelinError(.file, "\(place): cut off: its header has \(announced) bytes, the file \(bytes.count)")
        }
        guard start > 8, bytes[8] == UInt8(ascii: "{") else {
            throw MyelinError(.file, "\(place): not a safetensors file: its header is no JSON object")
        }
        let json = Data(bytes[8..<start])
        guard case .object(let fields) = try ConfigValue(json: json, place: "\(place): its header") else {
            throw MyelinError(.file, "\(place): damaged: its header is no JSON object")
        }
        for (name, value) in fields {
            if name == Self.metadataKey {
                metadata = try Self.readMetadata(value, place)
            } else {
                entries.append(try Self.entry(name, value, start, "\(place): \(name)"))
            }
        }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.name) < ($1.range.lowerBound, $1.range.upperBound, $1.name)
        }
        // The tensors must fill the file one after the other: nothing hides in holes, nothing is read twice.
        var end = start
        for entry in entries {
            guard entry.range.lowerBound == end else {
                throw MyelinError(
                    .file, "\(place): \(entry.name): damaged: begins at byte \(entry.range.lowerBound), expected \(end)"
                )
            }
            end = entry.range.upperBound
        }
        guard end == bytes.count else {
            let problem = end > bytes.count ? "cut off" : "damaged: more bytes than its header announces"
            throw MyelinError(.file, "\(place): \(problem): expected \(end) bytes, got \(bytes.count)")
        }
    }

    private static func entry(_ name: String, _ value: ConfigValue, _ start: Int, _ place: String) throws -> Entry {
        guard case .object(let fields) = value, case .string(let type)? = fields["dtype"],
            let sizes = integers(fields["shape"]), let offsets = integers(fields["data_offsets"]), offsets.count == 2
        else {
            throw MyelinError(.file, "\(place): damaged: expected dtype, shape and data_offsets in its header")
        }
        guard let kind = kinds[type] else {
            let known = kinds.keys.sorted().joined(separator: ", ")
            throw MyelinError(.file, "\(place): dtype \(type), expected one of \(known)")
        }
        let format = ElementFormat(kind)
        let shape = Shape(sizes)
        guard offsets[0] <= offsets[1], offsets[1] <= Int.max - start,
            shape.claimedByteCount(elementSize: format.byteCount) == offsets[1] - offsets[0]
        else {
            throw MyelinError(
                .file, "\(place): damaged: \(type) of shape \(shape) in bytes \(offsets[0]) to \(offsets[1])")
        }
        return Entry(name: name, format: format, shape: shape, range: (start + offsets[0])..<(start + offsets[1]))
    }

    /// Numbers of a list that are not negative.
    private static func integers(_ value: ConfigValue?) -> [Int]? {
        guard case .array(let values)? = value else { return nil }
        var result: [Int] = []
        for value in values {
            guard case .int(let number) = value, number >= 0 else { return nil }
            result.append(number)
        }
        return result
    }

    private static func readMetadata(_ value: ConfigValue, _ place: String) throws -> [String: String] {
        guard case .object(let fields) = value else {
            throw MyelinError(.file, "\(place): \(metadataKey): damaged: expected an object of texts")
        }
        return try fields.mapValues {
            guard case .string(let text) = $0 else {
                throw MyelinError(.file, "\(place): \(metadataKey): damaged: expected texts")
            }
            return text
        }
    }

    /// The header for tensors that follow one after the other, with the size before it.
    static func bytes(
        for tensors: [(name: String, tensor: Tensor)], _ metadata: [String: String], place: String
    ) throws -> [UInt8] {
        var fields: ConfigObject = [:]
        if !metadata.isEmpty { fields[metadataKey] = .object(ConfigObject(metadata.mapValues { .string($0) })) }
        var end = 0
        for (name, tensor) in tensors {
            guard name != metadataKey, fields[name] == nil else {
                throw MyelinError(
                    .argument, "\(place): a tensor named “\(name)” is there twice, or is named as metadata are")
            }
            let start = end
            end += tensor.count * tensor.dtype.byteCount
            fields[name] = [
                "dtype": .string(typeName(tensor.dtype)), "shape": ConfigValue(tensor.shape.sizes),
                "data_offsets": ConfigValue([start, end]),
            ]
        }
        var json = [UInt8](ConfigValue.object(fields).json())
        // So that the elements are aligned.
        json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
        return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
    }

    private static func typeName(_ dtype: DType) -> String {
        switch dtype {
        case .bool: "BOOL"
        case .uint8: "U8"
        case .int32: "I32"
        case .int64: "I64"
        case .float32: "F32"
        case .float64: "F64"
        }
    }
}
