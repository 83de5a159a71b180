import MyelinCore

/// The tiles of one channel of an image, for `ContrastLimitedAdaptiveHistogramEqualization`.
struct ContrastTiles {
    private static let bins = 256
    private let height: Int
    private let width: Int
    private let grid: (rows: Int, columns: Int)
    private let tile: (height: Int, width: Int)
    private let clipLimit: Double

    init(height: Int, width: Int, grid: (rows: Int, columns: Int), clipLimit: Double) {
        self.height = height
        self.width = width
        self.grid = grid
        self.clipLimit = clipLimit
        tile = (max((height + grid.rows - 1) / grid.rows, 1), max((width + grid.columns - 1) / grid.columns, 1))
    }

    func equalize(
        from: UnsafeMutableBufferPointer<Float>, to: UnsafeMutableBufferPointer<Float>, first: Int, stride: Int
    ) {
        func value(_ row: Int, _ column: Int) -> Float { from[first + (row * width + column) * stride] }
        func bin(_ value: Float) -> Int { value.isNaN ? 0 : Int(min(max(value, 0), Float(Self.bins - 1))) }
        // What lies beyond the image is its mirror image.
        func mirrored(_ place: Int, _ size: Int) -> Int {
            let place = place % (2 * size)
            return place < size ? place : 2 * size - 1 - place
        }
        var tables: [[Float]] = []
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                var counts = [Float](repeating: 0, count: Self.bins)
                for y in row * tile.height..<(row + 1) * tile.height {
                    for x in column * tile.width..<(column + 1) * tile.width {
                        counts[bin(value(mirrored(y, height), mirrored(x, width)))] += 1
                    }
                }
                tables.append(table(counts))
            }
        }
        for y in 0..<height {
            let (top, bottom, down) = neighbours(y, tile.height, grid.rows)
            for x in 0..<width {
                let (left, right, along) = neighbours(x, tile.width, grid.columns)
                let level = bin(value(y, x))
                func mapped(_ row: Int, _ column: Int) -> Float { tables[row * grid.columns + column][level] }
                let above = mapped(top, left) * (1 - along) + mapped(top, right) * along
                let below = mapped(bottom, left) * (1 - along) + mapped(bottom, right) * along
                to[first + (y * width + x) * stride] = above * (1 - down) + below * down
            }
        }
    }

    /// The tiles whose centres lie on both sides of a place, and how near the second is.
    private func neighbours(_ place: Int, _ size: Int, _ count: Int) -> (Int, Int, Float) {
        let position = (Float(place) - Float(size) / 2) / Float(size) + 1
        let lower = position.rounded(.down)
        // There is another copy of the outermost tiles around all of them.
        func tile(_ index: Int) -> Int { min(max(index - 1, 0), count - 1) }
        return (tile(Int(lower)), tile(Int(lower) + 1), position - lower)
    }

    /// The new value of each bin, from how many elements each has.
    private func table(_ counts: [Float]) -> [Float] {
        var counts = counts
        let area = tile.height * tile.width
        if clipLimit > 0 {
            let limit = Float(clipLimit * Double(area) / Double(Self.bins))
            let excess = counts.reduce(0) { $0 + max($1 - limit, 0) } / Float(Self.bins)
            counts = counts.map { min($0, limit) + excess }
        }
        var sum: Float = 0
        let sums = counts.map { count -> Float in
            sum += count
            return sum
        }
        let least = sums.min() ?? 0
        let rest = Float(area) - least == 0 ? 1 : Float(area) - least
        return sums.map { min(max(($0 - least) * 255 / rest, 0), 255) }
    }
}
