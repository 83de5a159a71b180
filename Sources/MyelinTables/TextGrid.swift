/// Texts in columns that are as wide as they need, without lines.
package struct TextGrid: CustomStringConvertible {
    private var rows: [[String]]
    private let rightAligned: Set<Int>

    package init(headers: [String], rightAligned: Set<Int> = []) {
        rows = [headers]
        self.rightAligned = rightAligned
    }

    package mutating func add(_ cells: [String]) { rows.append(cells) }

    package var description: String {
        let widths = (rows.first ?? []).indices.map { place in rows.map { $0[place].count }.max() ?? 0 }
        let lines = rows.map { cells -> String in
            let parts = cells.enumerated().map { place, text in
                let space = String(repeating: " ", count: widths[place] - text.count)
                return rightAligned.contains(place) ? space + text : text + space
            }
            let line = parts.joined(separator: "  ")
            return line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? ""
        }
        return lines.joined(separator: "\n")
    }
}
