extension Figure {
    /// Something drawn in a diagram.
    public struct Mark: Sendable {
        /// How a line is drawn.
        public enum Stroke: Sendable { case solid, dashed, dotted }

        /// Values in rows and columns, each shown by a colour.
        struct Heat: Sendable {
            let values: [[Double]]
            /// The middles of the first and the last column and row.
            let x: ClosedRange<Double>
            let y: ClosedRange<Double>
            let colors: ColorMap
            let range: ClosedRange<Double>
            /// What the bar of colours shows; nil for no bar.
            let bar: String?
        }

        enum Kind: Sendable {
            case line(Stroke, width: Double)
            case points(size: Double)
            case linesAndPoints(Stroke)
            case bars(width: Double)
            case texts([String], size: Double)
            case heat(Heat)
            /// Where the values cross a level.
            case contour(Heat, level: Double)
            /// Red, green and blue from 0 to 1 in rows and columns.
            case image([[(Double, Double, Double)]])
            case horizontal, vertical
        }

        let kind: Kind
        var x: [Double] = []
        var y: [Double] = []
        /// In the legend; empty for none.
        public var label: String
        /// `#rrggbb`; by default the next of the palette.
        public var color: String?

        /// A line through points. It is interrupted where a number is not finite.
        public static func line(
            _ x: [Double], _ y: [Double], label: String = "", color: String? = nil, stroke: Stroke = .solid,
            width: Double = 2
        ) -> Mark {
            Mark(kind: .line(stroke, width: width), x: x, y: y, label: label, color: color)
        }

        /// A line with a dot at each point, for few points.
        public static func linesAndPoints(
            _ x: [Double], _ y: [Double], label: String = "", color: String? = nil, stroke: Stroke = .solid
        ) -> Mark {
            Mark(kind: .linesAndPoints(stroke), x: x, y: y, label: label, color: color)
        }

        /// Dots, with a thin white rim that keeps them apart.
        ///
        /// - Parameter size: 1 is about 8 pixels wide.
        public static func points(
            _ x: [Double], _ y: [Double], label: String = "", color: String? = nil, size: Double = 0.8
        ) -> Mark {
            Mark(kind: .points(size: size), x: x, y: y, label: label, color: color)
        }

        /// Bars from 0 up to y, their middles at x.
        public static func bars(
            _ x: [Double], _ y: [Double], width: Double, label: String = "", color: String? = nil
        ) -> Mark {
            Mark(kind: .bars(width: width), x: x, y: y, label: label, color: color)
        }

        /// Words, their middles at x and y.
        public static func texts(
            _ x: [Double], _ y: [Double], _ texts: [String], color: String? = nil, size: Double = 12
        ) -> Mark {
            Mark(kind: .texts(texts, size: size), x: x, y: y, label: "", color: color)
        }

        /// A thin line across the diagram.
        public static func horizontal(_ y: Double, label: String = "", color: String = Style.gray) -> Mark {
            Mark(kind: .horizontal, y: [y], label: label, color: color)
        }

        /// A thin line from bottom to top.
        public static func vertical(_ x: Double, label: String = "", color: String = Style.gray) -> Mark {
            Mark(kind: .vertical, x: [x], label: label, color: color)
        }

        /// Numbers in rows and columns as colours. What is not finite stays white.
        ///
        /// - Parameters:
        ///   - values: rows of one length, the first at the lower end of `y`.
        ///   - x: the middles of the first and the last column; by default 0 and their number less 1.
        ///   - y: the middles of the first and the last row.
        ///   - range: the numbers at the ends of the colours; by default the smallest and largest, for diverging colours
        ///     around 0.
        ///   - bar: what a bar of the colours says; nil for none.
        public static func heatMap(
            _ values: [[Double]], x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil,
            colors: ColorMap = .sequential, range: ClosedRange<Double>? = nil, bar: String? = nil
        ) -> Mark {
            Mark(kind: .heat(Heat(values, x, y, colors, range, bar)), label: "")
        }

        /// The line along which numbers in rows and columns cross a level.
        public static func contour(
            _ values: [[Double]], at level: Double, x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil,
            label: String = "", color: String = Style.ink
        ) -> Mark {
            Mark(
                kind: .contour(Heat(values, x, y, .sequential, nil, nil), level: level), label: label, color: color)
        }

        /// A colour picture: red, green and blue from 0 to 1, rows from the top in a panel that is upside down.
        public static func image(_ pixels: [[(Double, Double, Double)]]) -> Mark {
            Mark(kind: .image(pixels), label: "")
        }
    }
}

extension Figure.Mark.Heat {
    init(
        _ values: [[Double]], _ x: ClosedRange<Double>?, _ y: ClosedRange<Double>?, _ colors: ColorMap,
        _ range: ClosedRange<Double>?, _ bar: String?
    ) {
        self.values = values
        self.x = x ?? 0...Double(max((values.first?.count ?? 1) - 1, 0))
        self.y = y ?? 0...Double(max(values.count - 1, 0))
        self.colors = colors
        self.bar = bar
        let finite = values.joined().filter(\.isFinite)
        let low = finite.min() ?? 0, high = finite.max() ?? 1
        if let range {
            self.range = range
        } else if colors.isDiverging {
            let size = max(abs(low), abs(high))
            self.range = size > 0 ? -size...size : -1...1
        } else {
            self.range = high > low ? low...high : low...(low + 1)
        }
    }
}
