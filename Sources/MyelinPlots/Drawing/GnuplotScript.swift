import MyelinCore

/// What gnuplot is told to draw a picture: settings and data in one text.
///
/// All words stand in single quotes, within which gnuplot takes every sign for itself.
struct GnuplotScript {
    private(set) var text = ""
    /// The output has so many pixels for each of the picture: PNG files are shown on screens of high density, too.
    private static let pngScale = 2

    init(_ figure: Figure, _ format: PictureFormat) throws {
        guard !figure.panels.isEmpty, figure.panels.contains(where: { !$0.marks.isEmpty }) else {
            throw MyelinError(.argument, "a picture: there is nothing to draw")
        }
        let (width, height) = figure.size
        guard width <= 20_000, height <= 20_000 else {
            throw MyelinError(
                .argument, "a picture of \(width) × \(height) pixels is too large: ask for fewer diagrams at once")
        }
        terminal(format, width, height)
        for (number, panel) in figure.panels.enumerated() {
            for (place, mark) in panel.marks.enumerated() { try data(mark, "d\(number)_\(place)") }
        }
        if figure.panels.count > 1 || !figure.title.isEmpty {
            let title = figure.title.isEmpty ? "" : " title \(quoted(figure.title)) \(font(17 * format.fontScale))"
            line("set multiplot layout \(figure.rows),\(figure.columns)\(title)")
        }
        for (number, panel) in figure.panels.enumerated() {
            PanelScript(panel, number: number, format).lines.forEach { line($0) }
        }
    }

    private mutating func line(_ line: String) { text += line + "\n" }

    private mutating func terminal(_ format: PictureFormat, _ width: Int, _ height: Int) {
        switch format {
        case .svg:
            line(
                "set terminal svg size \(width),\(height) dynamic noenhanced font '\(Figure.Style.fontSVG),13' "
                    + "background rgb '#ffffff'")
        case .png:
            let scale = Self.pngScale
            line(
                "set terminal pngcairo size \(width * scale),\(height * scale) noenhanced "
                    + "font '\(Figure.Style.fontPNG),10' fontscale \(scale) linewidth \(scale) pointscale \(scale) "
                    + "background rgb '#ffffff'")
        }
        line("set encoding utf8")
    }

    // MARK: Data

    private mutating func data(_ mark: Figure.Mark, _ name: String) throws {
        switch mark.kind {
        case .line, .points, .linesAndPoints, .bars:
            guard mark.x.count == mark.y.count else {
                throw MyelinError(
                    .argument,
                    "a picture: '\(mark.label)' has \(mark.x.count) numbers along x and \(mark.y.count) along y")
            }
            line("$\(name) << EOD")
            // An empty line interrupts a curve. The first line makes a block without numbers one that can be drawn.
            for (x, y) in zip(mark.x, mark.y) { line(x.isFinite && y.isFinite ? "\(x) \(y)" : "") }
            line("EOD")
        case .heat(let heat): try grid(heat, name)
        case .contour(let heat, let level):
            try grid(heat, name)
            line("set contour base\nunset surface\nset cntrparam levels discrete \(level)\nset table $\(name)c")
            line("splot $\(name) using 1:2:3 with lines")
            line("unset table\nunset contour\nset surface")
        case .image(let pixels):
            line("$\(name) << EOD")
            for (row, line) in pixels.enumerated() {
                for (column, pixel) in line.enumerated() {
                    let parts = [pixel.0, pixel.1, pixel.2].map { "\(Int((min(max($0, 0), 1) * 255).rounded()))" }
                    text += "\(column) \(row) \(parts.joined(separator: " "))\n"
                }
                text += "\n"
            }
            line("EOD")
        case .texts, .horizontal, .vertical: break
        }
    }

    private mutating func grid(_ heat: Figure.Mark.Heat, _ name: String) throws {
        let width = heat.values.first?.count ?? 0
        guard width > 0, heat.values.allSatisfy({ $0.count == width }) else {
            throw MyelinError(.argument, "a picture: a heat map needs rows of one length, and numbers in them")
        }
        line("$\(name) << EOD")
        for (row, values) in heat.values.enumerated() {
            let y = heat.y.place(row, of: heat.values.count)
            for (column, value) in values.enumerated() {
                text += "\(heat.x.place(column, of: width)) \(y) \(value.isFinite ? "\(value)" : "NaN")\n"
            }
            text += "\n"
        }
        line("EOD")
    }
}

extension PictureFormat {
    /// gnuplot counts the font sizes of SVG files in pixels, those of PNG files in points.
    var fontScale: Double { self == .svg ? 1.1 : 0.83 }
    /// Its points are larger in SVG files, too.
    var pointScale: Double { self == .svg ? 0.75 : 1 }
}

/// A text as gnuplot's string.
func quoted(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "'" + line.replacing("'", with: "''") + "'"
}

/// A font size in gnuplot's words.
func font(_ size: Double) -> String { "font ',\(size)'" }

extension ClosedRange<Double> {
    /// The place of number `index` of `count` at equal distances.
    func place(_ index: Int, of count: Int) -> Double {
        count > 1 ? lowerBound + (upperBound - lowerBound) * Double(index) / Double(count - 1) : lowerBound
    }
}
