import MyelinCore

/// What stands before the elements in a `.npy` file: a Python dictionary in text, of versions 1 to 3 of the format.
struct NPYHeader {
    /// NumPy's name of the element type, such as `<f4`.
    private(set) var descriptor = ""
    /// Whether the first axis runs fastest.
    private(set) var isColumnMajor = false
    private(set) var shape: [Int] = []
    /// Bytes before the first element.
    private(set) var byteCount = 0

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// NumPy itself distrusts headers above 10,000 bytes.
    private static let longest = 1 << 20

    init(reading source: any ByteSource) throws {
        let start = try source.readExactly(8)
        guard start.starts(with: Self.magic) else { throw MyelinError(.file, "\(source.place): not a .npy file") }
        let version = start[6]
        guard (1...3).contains(version) else {
            throw MyelinError(.file, "\(source.place): version \(version) of the .npy format, expected 1 to 3")
        }
        let lengthBytes = try source.readExactly(version == 1 ? 2 : 4)
        let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.longest else {
            throw MyelinError(.file, "\(source.place): damaged: a header of \(length) bytes")
        }
        byteCount = 8 + lengthBytes.count + length
        var parser = LiteralParser(try source.readExactly(length))
        guard parser.readHeader(into: &self) else {
            throw MyelinError(.file, "\(source.place): damaged: its header is not the dictionary that NumPy writes")
        }
    }

    /// The header for a tensor, padded so that the elements begin at a multiple of 64 bytes.
    static func bytes(for shape: Shape, _ dtype: DType) -> [UInt8] {
        let descriptor =
            switch dtype {
            case .bool: "|b1"
            case .uint8: "|u1"
            case .int32: "<i4"
            case .int64: "<i8"
            case .float32: "<f4"
            case .float64: "<f8"
            }
        return bytes(for: shape, descriptor: descriptor)
    }

    /// The header for elements of NumPy's name.
    static func bytes(for shape: Shape, descriptor: String) -> [UInt8] {
        var text = Array("{'descr': '\(descriptor)', 'fortran_order': False, 'shape': \(shape), }".utf8)
        let total = (10 + text.count + 1 + 63) / 64 * 64
        text += [UInt8](repeating: UInt8(ascii: " "), count: total - 10 - text.count - 1)
        text.append(UInt8(ascii: "\n"))
        return magic + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
    }

    /// Reads the few forms of Python's literals that a header consists of.
    private struct LiteralParser {
        private let bytes: [UInt8]
        private var next = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func readHeader(into header: inout NPYHeader) -> Bool {
            var found: Set<String> = []
            guard take("{") else { return false }
            while !take("}") {
                guard let key = string(), take(":"), found.insert(key).inserted else { return false }
                switch key {
                case "descr":
                    guard let text = string() else { return false }
                    header.descriptor = text
                case "fortran_order":
                    if take("True") { header.isColumnMajor = true } else if !take("False") { return false }
                case "shape":
                    guard let sizes = tuple() else { return false }
                    header.shape = sizes
                default: return false
                }
                guard take(",") || peek() == UInt8(ascii: "}") else { return false }
            }
            return found == ["descr", "fortran_order", "shape"]
        }

        private mutating func peek() -> UInt8? {
            while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\n") {
                next += 1
            }
            return next < bytes.count ? bytes[next] : nil
        }

        private mutating func take(_ text: String) -> Bool {
            guard peek() != nil, bytes[next...].starts(with: text.utf8) else { return false }
            next += text.utf8.count
            return true
        }

        private mutating func string() -> String? {
            guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
                let end = bytes[(next + 1)...].firstIndex(of: quote)
            else { return nil }
            defer { next = end + 1 }
            return String(decoding: bytes[(next + 1)..<end], as: UTF8.self)
        }

        /// `()`, `(3,)`, `(2, 3)`; Python 2 wrote `3L`.
        private mutating func tuple() -> [Int]? {
            guard take("(") else { return nil }
            var sizes: [Int] = []
            while !take(")") {
                guard peek() != nil else { return nil }
                let digits = bytes[next...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard let size = Int(String(decoding: digits, as: UTF8.self)), sizes.count < 64 else { return nil }
                sizes.append(size)
                next += digits.count
                _ = take("L")
                guard take(",") || peek() == UInt8(ascii: ")") else { return nil }
            }
            return sizes
        }
    }
}
