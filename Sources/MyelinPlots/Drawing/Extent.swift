import Foundation

/// What of the axes is shown, where a panel does not say.
enum Extent {
    static func x(_ panel: Figure.Panel) -> ClosedRange<Double> {
        if let range = panel.xRange { return range.widenedIfEmpty }
        if let cells = cells(panel, \.x, { $0.first?.count ?? 1 }) { return cells }
        var numbers = numbers(panel, \.x, panel.xScale)
        for mark in panel.marks {
            if case .bars(let width) = mark.kind { numbers += mark.x.flatMap { [$0 - width / 2, $0 + width / 2] } }
        }
        // Curves go from edge to edge; dots need a little room.
        return padded(numbers, by: 0.02, panel.xScale)
    }

    static func y(_ panel: Figure.Panel) -> ClosedRange<Double> {
        if let range = panel.yRange { return range.widenedIfEmpty }
        if let cells = cells(panel, \.y, \.count) { return cells }
        let hasBars = panel.marks.contains { if case .bars = $0.kind { true } else { false } }
        let range = padded(numbers(panel, \.y, panel.yScale), by: 0.06, panel.yScale)
        return hasBars ? 0...max(range.upperBound, .leastNormalMagnitude) : range
    }

    /// The corner of the diagram around which there is least.
    static func freeCorner(of panel: Figure.Panel) -> String {
        let x = x(panel), y = y(panel)
        var counts = [0.0, 0, 0, 0]
        for mark in panel.marks where mark.x.count == mark.y.count {
            for (a, b) in zip(mark.x, mark.y) where a.isFinite && b.isFinite {
                let across = share(a, x, panel.xScale), up = share(b, y, panel.yScale)
                let corners = [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]
                for (number, corner) in corners.enumerated()
                where abs(across - corner.0) < 0.45 && abs(up - corner.1) < 0.3 {
                    counts[number] += 1 / Double(mark.x.count)
                }
            }
        }
        // Of equal ones the first.
        let best = counts.indices.min { counts[$0] < counts[$1] } ?? 0
        return ["top right", "bottom right", "top left", "bottom left"][best]
    }

    private static func share(_ value: Double, _ range: ClosedRange<Double>, _ scale: Figure.Panel.Scale) -> Double {
        if case .logarithmic = scale {
            return (log(max(value, range.lowerBound)) - log(range.lowerBound))
                / (log(range.upperBound) - log(range.lowerBound))
        }
        return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    private static func numbers(
        _ panel: Figure.Panel, _ axis: KeyPath<Figure.Mark, [Double]>, _ scale: Figure.Panel.Scale
    ) -> [Double] {
        let all = panel.marks.flatMap { $0[keyPath: axis] }.filter(\.isFinite)
        if case .logarithmic = scale { return all.filter { $0 > 0 } }
        return all
    }

    /// The outer edges of cells whose middles are known.
    private static func cells(
        _ panel: Figure.Panel, _ axis: KeyPath<Figure.Mark.Heat, ClosedRange<Double>>, _ count: ([[Double]]) -> Int
    ) -> ClosedRange<Double>? {
        for mark in panel.marks {
            switch mark.kind {
            case .heat(let heat):
                let range = heat[keyPath: axis], cells = count(heat.values)
                let half = cells > 1 ? (range.upperBound - range.lowerBound) / Double(cells - 1) / 2 : 0.5
                return range.lowerBound - half...range.upperBound + half
            case .image(let pixels):
                let cells = axis == \Figure.Mark.Heat.x ? pixels.first?.count ?? 1 : pixels.count
                return -0.5...Double(max(cells, 1)) - 0.5
            default: continue
            }
        }
        return nil
    }

    private static func padded(_ numbers: [Double], by share: Double, _ scale: Figure.Panel.Scale) -> ClosedRange<
        Double
    > {
        guard let low = numbers.min(), let high = numbers.max() else { return 0...1 }
        if case .logarithmic = scale {
            return low < high ? low * 0.8...high * 1.25 : low / 10...high * 10
        }
        guard low < high else { return (low...high).widenedIfEmpty }
        let room = (high - low) * share
        return room.isFinite ? low - room...high + room : low...high
    }
}

extension ClosedRange<Double> {
    /// A range of one number with room around it.
    var widenedIfEmpty: ClosedRange<Double> {
        guard lowerBound == upperBound else { return self }
        let room = lowerBound == 0 ? 1 : abs(lowerBound) * 0.1
        return lowerBound - room...upperBound + room
    }
}
