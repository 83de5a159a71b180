import MyelinCore

/// How the elements of an array lie in a file, and which element type of Myelin takes them.
package struct ElementFormat: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, bfloat16, float32, float64
    }

    package let kind: Kind
    private let isBigEndian: Bool

    package init(_ kind: Kind, isBigEndian: Bool = false) {
        self.kind = kind
        self.isBigEndian = isBigEndian
    }

    /// By NumPy's name, such as `<f4`, `>i8` or `|u1`; nil for a type without a counterpart.
    init?(descriptor: String) {
        guard let order = descriptor.first, "<>|=".contains(order) else { return nil }
        switch descriptor.dropFirst() {
        case "b1": kind = .bool
        case "i1": kind = .int8
        case "u1": kind = .uint8
        case "i2": kind = .int16
        case "u2": kind = .uint16
        case "i4": kind = .int32
        case "u4": kind = .uint32
        case "i8": kind = .int64
        case "u8": kind = .uint64
        case "f2": kind = .float16
        case "f4": kind = .float32
        case "f8": kind = .float64
        default: return nil
        }
        isBigEndian = order == ">"
    }

    /// Bytes of one element in the file.
    package var byteCount: Int {
        switch kind {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16, .float16, .bfloat16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// The nearest element type that holds every value.
    package var dtype: DType {
        switch kind {
        case .bool: .bool
        case .uint8: .uint8
        case .int8, .int16, .uint16, .int32: .int32
        case .uint32, .int64, .uint64: .int64
        case .float16, .bfloat16, .float32: .float32
        case .float64: .float64
        }
    }

    /// Reads the elements of an array whose size has been checked.
    func read(_ shape: Shape, isColumnMajor: Bool, from source: any ByteSource) throws -> Tensor {
        let raw = Storage(byteCount: shape.count * byteCount)
        try source.readExactly(into: raw.bytes, count: raw.byteCount)
        let converted = try converted(raw, place: source.place)
        let ordered = isColumnMajor && shape.rank > 1 ? Self.rowMajor(converted, shape, dtype.byteCount) : converted
        return Tensor(storage: ordered, shape: shape, dtype: dtype)
    }

    /// Elements as they lie in a file, as `dtype` has them; the same memory if nothing is to be done.
    ///
    /// - Throws: `MyelinError` of kind `.file` that begins with `place` if an element is too large for `dtype`.
    package func converted(_ raw: Storage, place: String) throws -> Storage {
        switch kind {
        case .bool:
            // Any other byte than 0 is true to NumPy; a Bool of Swift must be 0 or 1.
            return map(raw, UInt8.self) { $0 == 0 ? UInt8(0) : 1 }
        case .uint8: return raw
        case .int8: return map(raw, UInt8.self) { Int32(Int8(bitPattern: $0)) }
        case .int16: return map(raw, UInt16.self) { Int32(Int16(bitPattern: $0)) }
        case .uint16: return map(raw, UInt16.self) { Int32($0) }
        case .int32, .float32: return isBigEndian ? map(raw, UInt32.self) { $0 } : raw
        case .uint32: return map(raw, UInt32.self) { Int64($0) }
        case .int64, .float64: return isBigEndian ? map(raw, UInt64.self) { $0 } : raw
        case .uint64:
            let result = map(raw, UInt64.self) { $0 }
            if let odd = result.elements(as: UInt64.self).first(where: { $0 > UInt64(Int64.max) }) {
                throw MyelinError(.file, "\(place): element \(odd) is too large for int64")
            }
            return result
        case .float16: return map(raw, UInt16.self) { Float(Float16(bitPattern: $0)) }
        case .bfloat16: return map(raw, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        }
    }

    private func map<Source: FixedWidthInteger, Target>(
        _ raw: Storage, _: Source.Type, _ convert: (Source) -> Target
    ) -> Storage {
        let source = raw.elements(as: Source.self)
        let result = Storage(byteCount: source.count * MemoryLayout<Target>.stride)
        let target = result.elements(as: Target.self)
        for index in source.indices {
            target[index] = convert(
                isBigEndian ? Source(bigEndian: source[index]) : Source(littleEndian: source[index]))
        }
        return result
    }

    /// Elements whose first axis runs fastest, in the order in which the last one does.
    private static func rowMajor(_ storage: Storage, _ shape: Shape, _ size: Int) -> Storage {
        let result = Storage(byteCount: storage.byteCount)
        var steps = [Int](repeating: size, count: shape.rank)
        for axis in 1..<shape.rank { steps[axis] = steps[axis - 1] * shape[axis - 1] }
        var index = [Int](repeating: 0, count: shape.rank)
        var place = 0
        for target in 0..<shape.count {
            (result.bytes + target * size).copyMemory(from: storage.bytes + place, byteCount: size)
            for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
                index[axis] += 1
                place += steps[axis]
                if index[axis] < shape[axis] { break }
                place -= steps[axis] * shape[axis]
                index[axis] = 0
            }
        }
        return result
    }
}
