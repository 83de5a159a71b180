import MyelinCore

/// Reads JSON as Python writes it, in which numbers may be `NaN` and `Infinity`.
///
/// Model files come from anywhere: Foundation's decoder traps on some bytes that are no text, and takes no notice of keys
/// that are there twice. As in Python a number with a point or an exponent is none of the whole ones: 1.0 is not 1.
package struct JSONReader {
    private static let deepest = 256

    private let bytes: [UInt8]
    private let place: String
    private var next = 0
    private var depth = 0

    /// The one value in a text.
    ///
    /// - Throws: `MyelinError` of kind `.file` that begins with `place` and tells the byte.
    package static func read(_ bytes: some Sequence<UInt8>, place: String) throws -> ConfigValue {
        var reader = JSONReader(bytes: Array(bytes), place: place)
        let value = try reader.value()
        guard reader.peek() == nil else { throw reader.problem("expected nothing more") }
        return value
    }

    private init(bytes: [UInt8], place: String) {
        self.bytes = bytes
        self.place = place
    }

    private mutating func value() throws -> ConfigValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("nested deeper than \(Self.deepest)") }
        switch peek() {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case nil: throw problem("ends early")
        default:
            let words: [(String, ConfigValue)] = [
                ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("NaN", .double(.nan)),
                ("Infinity", .double(.infinity)),
            ]
            for (word, value) in words where take(word) { return value }
            return try number()
        }
    }

    private mutating func object() throws -> ConfigValue {
        next += 1
        var fields: ConfigObject = [:]
        if take("}") { return .object(fields) }
        repeat {
            guard peek() == UInt8(ascii: "\"") else { throw problem("expected a key") }
            let key = try string()
            guard take(":") else { throw problem("expected a colon") }
            guard fields.updateValue(try value(), forKey: key) == nil else {
                throw problem("key “\(key)” is there twice")
            }
        } while take(",")
        guard take("}") else { throw problem("expected a comma or the object's end") }
        return .object(fields)
    }

    private mutating func array() throws -> ConfigValue {
        next += 1
        var values: [ConfigValue] = []
        if take("]") { return .array(values) }
        repeat { values.append(try value()) } while take(",")
        guard take("]") else { throw problem("expected a comma or the list's end") }
        return .array(values)
    }

    private mutating func number() throws -> ConfigValue {
        let isNegative = take("-")
        if isNegative, take("Infinity") { return .double(-.infinity) }
        let start = next
        while next < bytes.count, Self.isInNumber(bytes[next]) { next += 1 }
        let text = (isNegative ? "-" : "") + String(decoding: bytes[start..<next], as: UTF8.self)
        guard let first = bytes[start..<next].first, first >= UInt8(ascii: "0"), let last = text.utf8.last,
            last != UInt8(ascii: "."), let value = Double(text)
        else { throw problem("expected a value") }
        // One that is too large for whole numbers is taken as nearly as can be.
        if let whole = Int(text) { return .int(whole) }
        return .double(value)
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func string() throws -> String {
        next += 1
        var text: [UInt8] = []
        while next < bytes.count {
            let byte = bytes[next]
            next += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: text, as: UTF8.self) else { throw problem("text is not UTF-8") }
                return result
            case UInt8(ascii: "\\"): try escape(&text)
            case 0..<0x20: throw problem("a control character in a text")
            default: text.append(byte)
            }
        }
        throw problem("a text without end")
    }

    private mutating func escape(_ text: inout [UInt8]) throws {
        guard next < bytes.count else { throw problem("a text without end") }
        let byte = bytes[next]
        next += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), bytes[next...].starts(with: "\\u".utf8) {
                next += 2
                units.append(try codeUnit())
            }
            // Half of a pair, which Python may write, becomes U+FFFD.
            text += String(decoding: units, as: UTF16.self).utf8
        default: throw problem("an unknown escape")
        }
    }

    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[next...].prefix(4)
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("expected four hexadecimal digits") }
        next += 4
        return unit
    }

    /// The next byte that is no blank.
    private mutating func peek() -> UInt8? {
        while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
        return next < bytes.count ? bytes[next] : nil
    }

    private mutating func take(_ text: String) -> Bool {
        guard peek() != nil, bytes[next...].starts(with: text.utf8) else { return false }
        next += text.utf8.count
        return true
    }

    private func problem(_ what: String) -> MyelinError {
        MyelinError(.file, "\(place): is no JSON: byte \(next): \(what)")
    }
}
