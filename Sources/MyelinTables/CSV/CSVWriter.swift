import MyelinCore
import MyelinData

/// Texts in columns as a CSV file: commas, a header line, quotes where they are needed (RFC 4180, with `\n` at line ends).
package enum CSVWriter {
    package static func text(_ columns: [(name: String, texts: [String])]) -> String {
        var text = columns.map { quoted($0.name) }.joined(separator: ",") + "\n"
        for row in 0..<(columns.first?.texts.count ?? 0) {
            for (place, column) in columns.enumerated() {
                if place > 0 { text += "," }
                text += quoted(column.texts[row])
            }
            text += "\n"
        }
        return text
    }

    /// Writes beside an old file and then puts it in its place.
    package static func write(_ columns: [(name: String, texts: [String])], to path: String) throws {
        var text = text(columns)
        try text.withUTF8 { try AtomicFile.write([UnsafeRawBufferPointer($0)], to: path) }
    }

    private static func quoted(_ field: String) -> String {
        let special = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        // A reader would take white space at the ends away.
        guard special || field != field.trimmed else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
