/// One diagram of a picture: marks within axes.
public struct Panel: Sendable {
    /// How numbers are laid out along an axis.
    public enum Scale: Sendable {
        case linear
        /// By powers of ten; numbers up to 0 are left out.
        case logarithmic
        /// By whole numbers, such as epochs.
        case whole
        /// By names, the first at 0.
        case names([String])
        /// Without any numbers.
        case none
    }

    /// Where the names of the marks stand.
    public enum Legend: Sendable {
        /// In the corner that the marks leave free.
        case automatic
        case topLeft, topRight, bottomLeft, bottomRight
        /// Right of the diagram.
        case outside
        case none
    }

    public var title: String
    /// What the axis shows, with its unit.
    public var xLabel: String
    public var yLabel: String
    /// What of the axis is shown; by default all that is marked.
    public var xRange: ClosedRange<Double>?
    public var yRange: ClosedRange<Double>?
    public var xScale: Scale = .linear
    public var yScale: Scale = .linear
    public var legend: Legend = .automatic
    /// Whether a step is as long along one axis as along the other.
    public var isEquallyScaled = false
    /// Whether y grows downwards, as the rows of a matrix or an image do.
    public var isUpsideDown = false
    /// Drawn one over the other, the first at the back.
    public var marks: [Mark]

    public init(_ title: String = "", xLabel: String = "", yLabel: String = "", _ marks: [Mark]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.marks = marks
    }
}
