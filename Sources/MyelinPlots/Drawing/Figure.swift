import MyelinCore
import MyelinData

/// A picture: one diagram or several side by side, drawn by gnuplot into an SVG or PNG file.
///
///     try Figure("A parabola", xLabel: "x", yLabel: "y", [.line(x, y, label: "x²")]).write(to: "parabola.svg")
///
/// The pictures that one often wants are ready: `Figure.history`, `.confusionMatrix`, `.activations`, `.losses`,
/// `.decisionBoundary`, `.weightHistograms`, `.kernels`, `.featureMaps`.
public struct Figure: Sendable {
    /// Above all diagrams; empty for none.
    public var title: String
    /// From left to right, then in the next row.
    public var panels: [Panel]
    /// Diagrams in a row.
    public var columns: Int
    /// Width and height of one diagram in pixels.
    public var panelSize: (width: Int, height: Int)

    /// Several diagrams.
    ///
    /// - Parameters:
    ///   - title: above all of them.
    ///   - columns: in a row; by default as many as look well.
    ///   - panelSize: of one diagram in pixels.
    public init(
        _ title: String = "", panels: [Panel], columns: Int? = nil, panelSize: (width: Int, height: Int) = (520, 360)
    ) {
        self.title = title
        self.panels = panels
        self.columns = max(1, columns ?? Self.columns(for: panels.count))
        self.panelSize = panelSize
    }

    /// One diagram.
    public init(
        _ title: String = "", xLabel: String = "", yLabel: String = "", size: (width: Int, height: Int) = (640, 420),
        _ marks: [Mark]
    ) {
        self.init(panels: [Panel(title, xLabel: xLabel, yLabel: yLabel, marks)], columns: 1, panelSize: size)
    }

    private static func columns(for count: Int) -> Int {
        switch count {
        case ...3: count
        case 4: 2
        case 5...9: 3
        default: 4
        }
    }

    /// The rows of diagrams.
    var rows: Int { (panels.count + columns - 1) / columns }
    /// Of the whole picture in pixels.
    var size: (width: Int, height: Int) {
        (columns * panelSize.width, rows * panelSize.height + (title.isEmpty ? 0 : Style.titleHeight))
    }

    /// Draws the picture into a file, which is replaced whole or not at all.
    ///
    /// - Parameter path: ends with `.svg` or `.png`.
    /// - Throws: `MyelinError` of kind `.argument` for another ending or nothing to draw, `.file` where the file cannot be
    ///   written or gnuplot is missing.
    public func write(to path: String) throws {
        let format = try PictureFormat(of: path)
        let picture = try ExternalProgram.gnuplot.run(["-d", "-"], input: try script(format))
        try picture.withUnsafeBytes { try AtomicFile.write([$0], to: path) }
    }

    /// What gnuplot is told.
    package func script(_ format: PictureFormat = .svg) throws -> String { try GnuplotScript(self, format).text }
}

/// The kinds of files that pictures are written to, by their endings.
package enum PictureFormat: String, CaseIterable {
    case svg, png

    init(of path: String) throws {
        let ending = FileSystem.name(of: path).split(separator: ".").dropFirst().last.map { $0.lowercased() }
        guard let format = ending.flatMap(Self.init) else {
            throw MyelinError(.argument, "\(path): expected a name that ends with .svg or .png")
        }
        self = format
    }
}
