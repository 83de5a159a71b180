/// Small pictures of one size beside and below each other, with a gap between them.
struct Mosaic<Pixel> {
    let rows: [[Pixel]]

    /// - Parameters:
    ///   - tiles: rows of pixels of each picture.
    ///   - columns: pictures in a row; by default so many that the whole is about square.
    ///   - gap: what stands between them.
    init(_ tiles: [[[Pixel]]], columns: Int? = nil, gap: Pixel) {
        let height = tiles[0].count, width = tiles[0][0].count
        let across = columns ?? max(1, Int((Double(tiles.count * height) / Double(width)).squareRoot().rounded(.up)))
        let down = (tiles.count + across - 1) / across
        var rows = [[Pixel]](
            repeating: [Pixel](repeating: gap, count: across * (width + 1) - 1), count: down * (height + 1) - 1)
        for (place, tile) in tiles.enumerated() {
            let top = place / across * (height + 1), left = place % across * (width + 1)
            for (row, pixels) in tile.enumerated() {
                rows[top + row].replaceSubrange(left..<left + width, with: pixels)
            }
        }
        self.rows = rows
    }
}

extension Figure.Panel {
    /// A picture without axes, its rows from the top.
    package static func picture(_ title: String, _ mark: Figure.Mark) -> Figure.Panel {
        var panel = Figure.Panel(title, [mark])
        panel.isUpsideDown = true
        panel.isEquallyScaled = true
        panel.xScale = .none
        panel.yScale = .none
        return panel
    }
}
