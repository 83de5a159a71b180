/// A small grey image that lines of a certain width are drawn on, without jagged edges.
struct StrokeCanvas {
    let size: Int
    /// How much ink is on each pixel, from 0 to 1, row by row.
    private(set) var ink: [Float]

    init(size: Int) {
        self.size = size
        ink = [Float](repeating: 0, count: size * size)
    }

    mutating func clear() {
        for index in ink.indices { ink[index] = 0 }
    }

    /// A straight piece from one point to another, in pixels, with round ends; the radius changes evenly along it.
    mutating func draw(
        from start: SIMD2<Float>, to end: SIMD2<Float>, radius first: Float, to last: Float, softness: Float
    ) {
        let reach = max(first, last) + softness
        let low = pointwiseMin(start, end) - reach
        let high = pointwiseMax(start, end) + reach
        let columns = max(Int(low.x), 0)..<max(min(Int(high.x) + 1, size), 0)
        let rows = max(Int(low.y), 0)..<max(min(Int(high.y) + 1, size), 0)
        guard columns.lowerBound < columns.upperBound, rows.lowerBound < rows.upperBound else { return }
        let way = end - start
        let square = max((way * way).sum(), 1e-12)
        ink.withUnsafeMutableBufferPointer { ink in
            for row in rows {
                for column in columns {
                    let pixel = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - start
                    let along = min(max((pixel * way).sum() / square, 0), 1)
                    let offset = pixel - along * way
                    let distance = (offset * offset).sum()
                    if distance > reach * reach { continue }
                    let radius = first + (last - first) * along
                    let covered = min(max((radius - distance.squareRoot()) / softness + 0.5, 0), 1)
                    ink[row * size + column] = max(ink[row * size + column], covered)
                }
            }
        }
    }
}
