/// A table drawn with lines, as Keras prints summaries. Long cells are wrapped.
struct TextTable: CustomStringConvertible {
    private let headers: [String]
    private let widths: [Int]
    private let rightAligned: Set<Int>
    private var rows: [[String]] = []

    init(headers: [String], widths: [Int], rightAligned: Set<Int>) {
        self.headers = headers
        self.widths = widths
        self.rightAligned = rightAligned
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    var description: String {
        var lines = [rule("┏", "━", "┳", "┓")]
        lines += row(headers, separator: "┃")
        lines.append(rule("┡", "━", "╇", "┩"))
        for (index, cells) in rows.enumerated() {
            if index > 0 { lines.append(rule("├", "─", "┼", "┤")) }
            lines += row(cells, separator: "│")
        }
        lines.append(rule("└", "─", "┴", "┘"))
        return lines.joined(separator: "\n")
    }

    private func rule(_ left: String, _ line: String, _ cross: String, _ right: String) -> String {
        left + widths.map { String(repeating: line, count: $0) }.joined(separator: cross) + right
    }

    private func row(_ cells: [String], separator: String) -> [String] {
        let wrapped = zip(cells, widths).map { wrap($0, $1 - 2) }
        let height = wrapped.map(\.count).max() ?? 0
        return (0..<height).map { line in
            let parts = wrapped.enumerated().map { column, texts -> String in
                let text = line < texts.count ? texts[line] : ""
                let space = String(repeating: " ", count: max(widths[column] - 2 - text.count, 0))
                return " " + (rightAligned.contains(column) ? space + text : text + space) + " "
            }
            return separator + parts.joined(separator: separator) + separator
        }
    }

    private func wrap(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(text)
        while rest.count > width {
            lines.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return lines + [String(rest)]
    }
}
