import MyelinCore

/// How texts lie in NumPy's files: each in as many characters as the longest has, filled up with zeros.
struct TextElements {
    /// Code points of 4 bytes (`U`), or bytes (`S`).
    private let isUnicode: Bool
    private let isBigEndian: Bool
    private let length: Int

    /// By NumPy's name, such as `<U12` or `|S3`; nil for other types.
    init?(descriptor: String) {
        guard let order = descriptor.first, "<>|=".contains(order), let kind = descriptor.dropFirst().first,
            kind == "U" || kind == "S", let length = Int(descriptor.dropFirst(2)), (0...1 << 28).contains(length)
        else { return nil }
        isUnicode = kind == "U"
        isBigEndian = order == ">"
        self.length = length
    }

    func read(_ header: NPYHeader, from source: any ByteSource) throws -> TextArray {
        let shape = Shape(header.shape), width = length * (isUnicode ? 4 : 1)
        guard let byteCount = shape.claimedByteCount(elementSize: width),
            let count = shape.claimedByteCount(elementSize: 1)
        else { throw MyelinError(.file, "\(source.place): damaged: its header announces shape \(shape)") }
        // Empty texts take no bytes; there must not be more of them than anyone has.
        guard width > 0 || count < 1 << 24 else {
            throw MyelinError(.file, "\(source.place): damaged: its header announces \(count) empty texts")
        }
        try source.checkClaim(byteCount)
        let bytes = try source.readExactly(byteCount)
        try source.expectEnd()
        var texts = try (0..<count).map { index in
            try text(bytes[index * width..<(index + 1) * width], place: source.place)
        }
        if header.isColumnMajor, shape.rank > 1 { texts = Self.rowMajor(texts, shape) }
        return try TextArray(texts, shape: shape)
    }

    private func text(_ bytes: ArraySlice<UInt8>, place: String) throws -> String {
        guard isUnicode else {
            let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? bytes.startIndex
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
        var scalars = String.UnicodeScalarView()
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
            let parts = bytes[start..<start + 4]
            let code = (isBigEndian ? Array(parts) : parts.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let scalar = Unicode.Scalar(code) else {
                throw MyelinError(.file, "\(place): damaged: \(code) is no character")
            }
            scalars.append(scalar)
        }
        while scalars.last?.value == 0 { scalars.removeLast() }
        return String(scalars)
    }

    private static func rowMajor(_ texts: [String], _ shape: Shape) -> [String] {
        var steps = [Int](repeating: 1, count: shape.rank)
        for axis in 1..<shape.rank { steps[axis] = steps[axis - 1] * shape[axis - 1] }
        let strides = shape.strides
        return texts.indices.map { place in
            texts[(0..<shape.rank).reduce(0) { $0 + place / strides[$1] % shape[$1] * steps[$1] }]
        }
    }

    /// Header and elements of texts as a file has them.
    static func bytes(of texts: TextArray) -> (header: [UInt8], elements: [UInt8]) {
        let length = max(texts.strings.map(\.unicodeScalars.count).max() ?? 1, 1)
        var elements: [UInt8] = []
        elements.reserveCapacity(texts.strings.count * length * 4)
        for text in texts.strings {
            var rest = length
            for scalar in text.unicodeScalars {
                for shift in [0, 8, 16, 24] as [UInt32] {
                    elements.append(UInt8(truncatingIfNeeded: scalar.value >> shift))
                }
                rest -= 1
            }
            elements.append(contentsOf: repeatElement(0, count: rest * 4))
        }
        return (NPYHeader.bytes(for: texts.shape, descriptor: "<U\(length)"), elements)
    }
}
