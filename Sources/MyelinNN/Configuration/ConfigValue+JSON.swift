import Foundation
import MyelinCore

extension ConfigValue {
    /// From JSON as Python writes it, in which numbers may be `NaN` and `Infinity`.
    ///
    /// - Parameter place: what errors call the text.
    package init(json: Data, place: String) throws {
        self = try JSONReader.read(json, place: place)
    }

    /// As JSON that Python reads: fields in their order, floats with a point or an exponent so that they stay floats.
    package func json() -> Data {
        var text = ""
        write(to: &text)
        return Data(text.utf8)
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += "\(value)"
        case .double(let value) where value.isNaN: text += "NaN"
        case .double(let value) where value.isInfinite: text += value < 0 ? "-Infinity" : "Infinity"
        case .double(let value): text += "\(value)"
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (place, value) in values.enumerated() {
                if place > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let values):
            text += "{"
            for (place, (key, value)) in values.enumerated() {
                if place > 0 { text += "," }
                Self.write(key, to: &text)
                text += ":"
                value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case "\u{0}"..<" ": text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
