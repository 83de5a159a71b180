import MyelinCore

/// A table from words to numbers as Keras keeps it: a JSON object such as `{"the": 1, "and": 2}`.
package enum WordIndex {
    /// Reads the table.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the file is missing, cut off, or of another form.
    package static func read(_ path: String) throws -> [String: Int] {
        var parser = Parser(bytes: try FileSystem.contents(of: path))
        guard let index = parser.object() else {
            throw MyelinError(
                .file, "\(path): damaged at byte \(parser.next): expected a JSON object from words to numbers")
        }
        return index
    }

    /// Reads the one form of JSON that such a file has.
    private struct Parser {
        let bytes: [UInt8]
        var next = 0

        mutating func object() -> [String: Int]? {
            var index: [String: Int] = [:]
            guard take("{") else { return nil }
            if !take("}") {
                repeat {
                    guard let word = string(), take(":"), let number = number() else { return nil }
                    index[word] = number
                } while take(",")
                guard take("}") else { return nil }
            }
            return peek() == nil ? index : nil
        }

        private mutating func peek() -> UInt8? {
            while next < bytes.count, bytes[next] == 32 || (9...13).contains(bytes[next]) { next += 1 }
            return next < bytes.count ? bytes[next] : nil
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard peek() == UInt8(ascii: character) else { return false }
            next += 1
            return true
        }

        private mutating func number() -> Int? {
            _ = peek()
            let digits = bytes[next...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            next += digits.count
            return Int(String(decoding: digits, as: UTF8.self))
        }

        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            var units: [UInt16] = []
            var start = next
            var text = ""
            while next < bytes.count {
                switch bytes[next] {
                case UInt8(ascii: "\""):
                    text += String(decoding: bytes[start..<next], as: UTF8.self)
                    next += 1
                    return text
                case UInt8(ascii: "\\"):
                    text += String(decoding: bytes[start..<next], as: UTF8.self)
                    units = []
                    while let unit = escape() { units.append(unit) }
                    guard !units.isEmpty else { return nil }
                    text += String(decoding: units, as: UTF16.self)
                    start = next
                default: next += 1
                }
            }
            return nil
        }

        /// One of `\n`, `\"`, `\u00e9`, …; a character beyond 16 bits is written as two.
        private mutating func escape() -> UInt16? {
            guard next + 1 < bytes.count, bytes[next] == UInt8(ascii: "\\") else { return nil }
            switch bytes[next + 1] {
            case UInt8(ascii: "u"):
                guard next + 6 <= bytes.count,
                    let unit = UInt16(String(decoding: bytes[(next + 2)..<(next + 6)], as: UTF8.self), radix: 16)
                else { return nil }
                next += 6
                return unit
            case let letter:
                let meanings: [UInt8: UInt16] = [
                    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "b"): 8,
                    UInt8(ascii: "f"): 12, UInt8(ascii: "\""): 34, UInt8(ascii: "\\"): 92, UInt8(ascii: "/"): 47,
                ]
                guard let meaning = meanings[letter] else { return nil }
                next += 2
                return meaning
            }
        }
    }
}
