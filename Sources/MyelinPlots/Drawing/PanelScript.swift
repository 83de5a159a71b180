/// gnuplot's commands for one diagram.
struct PanelScript {
    private(set) var lines: [String] = []
    private let panel: Figure.Panel
    private let number: Int
    private let format: PictureFormat

    init(_ panel: Figure.Panel, number: Int, _ format: PictureFormat) {
        self.panel = panel
        self.number = number
        self.format = format
        if panel.marks.isEmpty {
            lines.append("set multiplot next")
            return
        }
        lines.append("reset")
        axes()
        colors()
        legend()
        words()
        lines.append("plot " + panel.marks.enumerated().flatMap(curves).joined(separator: ", \\\n    "))
    }

    private func font(_ size: Double) -> String { MyelinPlots.font(size * format.fontScale) }

    /// Whether the diagram is filled with colours.
    private var isFilled: Bool {
        panel.marks.contains { mark in
            switch mark.kind {
            case .heat, .image: true
            default: false
            }
        }
    }

    private var hasLabels: Bool { panel.marks.contains { !$0.label.isEmpty } }

    // MARK: Axes

    private mutating func axes() {
        let filled = isFilled
        lines += [
            "set border \(filled ? 15 : 3) linewidth 1 linecolor rgb '\(filled ? Figure.Style.grid : Figure.Style.gray)'",
            "set tics nomirror out scale 0.5 textcolor rgb '\(Figure.Style.ink)' \(font(11))", "set format '%g'",
            // Numbers below 0 have the sign of the field, not a hyphen. Tables of contours, which are written before,
            // must not.
            "set minussign",
            filled ? "unset grid" : "set grid linetype 1 linewidth 1 linecolor rgb '\(Figure.Style.grid)' back",
            "set title \(quoted(panel.title)) textcolor rgb '\(Figure.Style.ink)' \(font(14))",
            "set xlabel \(quoted(panel.xLabel)) textcolor rgb '\(Figure.Style.ink)' \(font(12))",
            "set ylabel \(quoted(panel.yLabel)) textcolor rgb '\(Figure.Style.ink)' \(font(12))",
            "set style fill solid noborder",
        ]
        let x = Extent.x(panel), y = Extent.y(panel)
        lines.append("set xrange [\(x.lowerBound):\(x.upperBound)] noextend")
        lines.append(
            panel.isUpsideDown
                ? "set yrange [\(y.upperBound):\(y.lowerBound)] noextend"
                : "set yrange [\(y.lowerBound):\(y.upperBound)] noextend")
        scale("x", panel.xScale, x)
        scale("y", panel.yScale, y)
        if panel.isEquallyScaled { lines.append("set size ratio -1") }
    }

    private mutating func scale(_ axis: String, _ scale: Figure.Panel.Scale, _ range: ClosedRange<Double>) {
        switch scale {
        case .linear: break
        case .logarithmic: lines.append("set logscale \(axis)")
        case .whole:
            // Steps of 1, 2, 5, 10, …: at most eight.
            var step = 1.0
            for factor in [2, 2.5, 2].cycled() where (range.upperBound - range.lowerBound) / step > 8 { step *= factor }
            if step == 1 || range.lowerBound > step || range.lowerBound < 0.5 {
                lines.append("set \(axis)tics \(step)")
            } else {
                // The first epoch is 1, then whole steps.
                lines.append("set \(axis)tics add (1)\nset \(axis)tics \(step), \(step)")
            }
        case .names(let names):
            let places = names.enumerated().map { "\(quoted($1)) \($0)" }
            let isLong = axis == "x" && (names.map(\.count).max() ?? 0) * names.count > 55
            lines.append(
                "set \(axis)tics scale 0 \(isLong ? "rotate by -40" : "") (\(places.joined(separator: ", ")))")
        case .none: lines.append("unset \(axis)tics")
        }
    }

    // MARK: Colours

    private mutating func colors() {
        let heat = panel.marks.lazy.compactMap { if case .heat(let heat) = $0.kind { heat } else { nil } }.first
        guard let heat else { return }
        let stops = heat.colors.stops
        let steps = stops.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
        var range = heat.range, colors = ""
        if case .classes(let count) = heat.colors {
            // Each class has the same share of the colours.
            range = -0.5...Double(max(count, 2)) - 0.5
            colors = "maxcolors \(stops.count) "
        }
        lines.append("set palette \(colors)defined (\(steps))")
        lines.append("set cbrange [\(range.lowerBound):\(range.upperBound)]")
        if let bar = heat.bar {
            lines.append("set cblabel \(quoted(bar)) offset 1,0 textcolor rgb '\(Figure.Style.ink)' \(font(11))")
            lines.append("set cbtics out scale 0.4 \(font(10))")
            // Of a wide diagram whose axes have one scale, gnuplot forgets what stands beside the bar.
            let x = Extent.x(panel), y = Extent.y(panel)
            let isWide = x.upperBound - x.lowerBound > 1.1 * (y.upperBound - y.lowerBound)
            if panel.isEquallyScaled, isWide { lines.append("set rmargin 11") }
        } else {
            lines.append("unset colorbox")
        }
    }

    // MARK: Words

    private mutating func legend() {
        var place: String
        switch panel.legend {
        case .none: place = ""
        case .automatic where !hasLabels: place = ""
        case .automatic: place = isFilled ? "outside bottom center horizontal height 1.6" : Extent.freeCorner(of: panel)
        case .topLeft: place = "top left"
        case .topRight: place = "top right"
        case .bottomLeft: place = "bottom left"
        case .bottomRight: place = "bottom right"
        case .outside: place = "outside right top"
        }
        if !place.isEmpty { place += " reverse Left" }
        lines.append(
            place.isEmpty
                ? "unset key"
                : "set key \(place) samplen 2 spacing 1.15 textcolor rgb '\(Figure.Style.ink)' \(font(11))")
    }

    private mutating func words() {
        for mark in panel.marks {
            guard case .texts(let texts, let size) = mark.kind else { continue }
            for (place, text) in texts.enumerated() where place < min(mark.x.count, mark.y.count) {
                lines.append(
                    "set label \(quoted(text)) at first \(mark.x[place]),\(mark.y[place]) center front "
                        + "textcolor rgb '\(mark.color ?? Figure.Style.ink)' \(font(size))")
            }
        }
    }

    // MARK: Marks

    /// What `plot` is told of a mark.
    private func curves(_ place: Int, _ mark: Figure.Mark) -> [String] {
        let data = "$d\(number)_\(place)"
        let numbered = panel.marks.prefix(place).filter(\.takesColor).count
        let color = "linecolor rgb '\(mark.color ?? Figure.Style.color(numbered))'"
        let title = mark.label.isEmpty ? "notitle" : "title \(quoted(mark.label))"
        switch mark.kind {
        case .line(let stroke, let width):
            return ["\(data) using 1:2 with lines linewidth \(width) \(stroke.words) \(color) \(title)"]
        case .linesAndPoints(let stroke):
            return [
                "\(data) using 1:2 with linespoints linewidth 2 \(stroke.words) pointtype 7 pointsize \(0.55 * format.pointScale) \(color) \(title)"
            ]
        case .points(let size):
            return [
                "\(data) using 1:2 with points pointtype 7 pointsize \(size * 1.35 * format.pointScale) linecolor rgb '#ffffff' notitle",
                "\(data) using 1:2 with points pointtype 7 pointsize \(size * format.pointScale) \(color) \(title)",
            ]
        case .bars(let width): return ["\(data) using 1:2:(\(width)) with boxes \(color) \(title)"]
        case .texts: return ["1/0 notitle"]
        case .heat(let heat):
            // Few cells are drawn as rectangles, which stay sharp in whatever size the picture is shown.
            let isSmall = heat.values.count * (heat.values.first?.count ?? 0) <= 400
            return ["\(data) using 1:2:3 with image \(isSmall ? "pixels" : "") notitle"]
        case .contour: return ["\(data)c using 1:2 with lines linewidth 2 \(color) \(title)"]
        case .image: return ["\(data) using 1:2:3:4:5 with rgbimage notitle"]
        case .horizontal: return ["\(mark.y[0]) with lines linewidth 1 dashtype 2 \(color) \(title)"]
        case .vertical:
            let y = Extent.y(panel)
            return [
                "'+' using (\(mark.x[0])):(\(y.lowerBound)):(0):(\(y.upperBound - y.lowerBound)) every ::0::0 "
                    + "with vectors nohead linewidth 1 dashtype 2 \(color) \(title)"
            ]
        }
    }
}

extension Figure.Mark {
    /// Whether it takes the next colour of the palette.
    fileprivate var takesColor: Bool {
        switch kind {
        case .line, .points, .linesAndPoints, .bars: color == nil
        default: false
        }
    }
}

extension Figure.Mark.Stroke {
    fileprivate var words: String {
        switch self {
        case .solid: "dashtype 1"
        case .dashed: "dashtype (12,6)"
        case .dotted: "dashtype (3,5)"
        }
    }
}

extension Array {
    /// The elements again and again.
    fileprivate func cycled() -> some Sequence<Element> {
        (0..<400).lazy.map { self[$0 % self.count] }
    }
}
