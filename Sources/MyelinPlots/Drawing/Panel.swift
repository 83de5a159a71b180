extension Figure {
    /// One diagram of a picture: marks within axes.
    public struct Panel: Sendable {
        /// How numbers are laid out along an axis.
        public enum Scale: Sendable {
            /// In equal steps.
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
            /// Within the diagram, in this corner.
            case topLeft, topRight, bottomLeft, bottomRight
            /// Right of the diagram.
            case outside
            /// Nowhere.
            case none
        }

        /// Above the diagram; empty for none.
        public var title: String
        /// What the x axis shows, with its unit.
        public var xLabel: String
        /// What the y axis shows, with its unit.
        public var yLabel: String
        /// What of the x axis is shown; by default all that is marked.
        public var xRange: ClosedRange<Double>?
        /// What of the y axis is shown; by default all that is marked.
        public var yRange: ClosedRange<Double>?
        /// How numbers are laid out along the x axis.
        public var xScale: Scale = .linear
        /// How numbers are laid out along the y axis.
        public var yScale: Scale = .linear
        /// Where the names of the marks stand.
        public var legend: Legend = .automatic
        /// Whether a step is as long along one axis as along the other.
        public var isEquallyScaled = false
        /// Whether y grows downwards, as the rows of a matrix or an image do.
        public var isUpsideDown = false
        /// Drawn one over the other, the first at the back.
        public var marks: [Mark]

        /// A diagram of marks, drawn one over the other.
        public init(_ title: String = "", xLabel: String = "", yLabel: String = "", _ marks: [Mark]) {
            self.title = title
            self.xLabel = xLabel
            self.yLabel = yLabel
            self.marks = marks
        }
    }
}
