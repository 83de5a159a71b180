import MyelinCore
import MyelinData
import SwiftCSV

/// A CSV file as it stands: the names of its header line, and below each of them texts.
///
/// What SwiftCSV passes over is an error here: rows that are shorter or longer than the header, and a quote that is never
/// closed. Blank lines count for nothing, as in pandas.
public struct CSVFile: Sendable {
    /// Where it came from, for messages.
    public let path: String
    /// The names of the columns; `Unnamed: 0` for a first one without a name, as pandas calls it.
    public let names: [String]
    /// What stands between the fields of a row.
    public let separator: Character
    /// The fields of each column.
    let fields: [[String]]
    /// The line of the file on which each row begins, from 1.
    let lines: [Int]

    /// How many rows there are below the header.
    public var rowCount: Int { lines.count }

    /// Reads a file.
    ///
    /// - Parameter separator: between the fields; by default the first comma, semicolon or tab of the header line.
    /// - Throws: `MyelinError` of kind `.file` that names the file and the line, if it cannot be read or is no CSV file.
    public init(_ path: String, separator: Character? = nil) throws {
        try self.init(text: CSVText.read(path), name: path, separator: separator)
    }

    /// Reads a text that is in memory already.
    ///
    /// - Parameter name: what messages call it.
    public init(text: String, name: String, separator: Character? = nil) throws {
        path = name
        let firstLine = text.prefix { !$0.isNewline }
        self.separator = separator ?? CSVDelimiter.guessed(string: String(firstLine)).rawValue
        let rows = CSVRows(name, separator: self.separator)
        try rows.read(text)
        names = rows.names
        fields = rows.fields
        lines = rows.lines
        guard !names.isEmpty else {
            throw MyelinError(
                .file, "\(name): is empty; expected a header line with the names of the columns, and a row below it")
        }
        guard rowCount > 0 else {
            throw MyelinError(.file, "\(name): has a header line and no rows; expected a row for each sample")
        }
    }

    /// The place of a column.
    ///
    /// - Throws: `MyelinError` of kind `.data` that lists the names if there is none of that name.
    func place(of name: String) throws -> Int {
        if let place = names.firstIndex(of: name) { return place }
        throw MyelinError(.data, "\(path): \(noColumn(name, among: names))")
    }

    /// The texts of a column as they stand in the file.
    public func texts(_ name: String) throws -> [String] { fields[try place(of: name)] }
}

/// That there is no column of a name, and what there is; where only capitals differ, the one that is meant.
func noColumn(_ name: String, among names: [String]) -> String {
    let near = names.first { $0.lowercased() == name.lowercased() }.map { "; did you mean '\($0)'?" }
    let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    return "there is no column '\(name)'\(near ?? ""); there are \(shown)"
}
