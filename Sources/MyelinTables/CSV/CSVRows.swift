import MyelinCore
import SwiftCSV

/// Collects the rows that SwiftCSV finds in a text, column by column, and checks them.
final class CSVRows {
    private(set) var names: [String] = []
    private(set) var fields: [[String]] = []
    private(set) var lines: [Int] = []
    private let path: String
    private let separator: Character
    /// The last row that was found. It is looked at when the next one comes: the last of all must be the mark.
    private var last: [String]?
    private var lineOfLast = 1
    private var nextLine = 1
    private var failure: MyelinError?

    /// A row of its own behind the text. A quote that is never closed swallows it, which SwiftCSV does not tell.
    private static let mark = "\u{4}"

    init(_ path: String, separator: Character) {
        self.path = path
        self.separator = separator
    }

    func read(_ text: String) throws {
        do {
            let csv = try CSV<Unread>(string: text + "\n" + Self.mark, delimiter: .character(separator))
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { [self] in take($0) }
        } catch is CSVParseError {
            throw failure
                ?? error(
                    nextLine,
                    "a quote inside of a field, or text behind a closing quote; put the whole field in quotes and write "
                        + "a quote that belongs to it twice")
        }
        if let failure { throw failure }
        guard last == [Self.mark] else {
            throw error(lineOfLast, "a quote is opened in this row and never closed; close it, or take it away")
        }
    }

    private func take(_ row: [String]) {
        add()
        lineOfLast = nextLine
        last = row
        nextLine += 1
        for field in row where field.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            nextLine += field.count { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        }
    }

    private func add() {
        guard failure == nil, let row = last, row != [""] else { return }
        guard !names.isEmpty else { return setNames(row) }
        guard row.count == names.count else {
            failure = error(
                lineOfLast,
                "has \(row.count) fields, expected \(names.count) as in the header line; put a field that holds the "
                    + "separator '\(separator == "\t" ? "tab" : "\(separator)")' in quotes")
            return
        }
        for (place, field) in row.enumerated() { fields[place].append(field) }
        lines.append(lineOfLast)
    }

    private func setNames(_ row: [String]) {
        names = row.enumerated().map { place, field in
            let name = field.trimmed
            return name.isEmpty ? "Unnamed: \(place)" : name
        }
        fields = names.map { _ in [] }
        var seen: Set<String> = []
        if let double = names.first(where: { !seen.insert($0).inserted }) {
            failure = error(
                lineOfLast,
                "two columns are named '\(double)'; give each a name of its own, in the "
                    + "file's first line")
        }
    }

    private func error(_ line: Int, _ text: String) -> MyelinError {
        MyelinError(.file, "\(path): line \(line): \(text)")
    }
}

/// Keeps SwiftCSV from reading a text before it is asked for rows: its own views fill up short rows without a word.
private struct Unread: CSVView {
    let rows: [[String]] = []
    let columns: [[String]]? = nil

    init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?) throws {}
    func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        guard let first = utf8.first, let last = utf8.last else { return self }
        // Almost all fields begin and end with a letter or a digit.
        if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return self }
        let head = drop { $0.isWhitespace }
        return head.lastIndex { !$0.isWhitespace }.map { String(head[...$0]) } ?? ""
    }
}
