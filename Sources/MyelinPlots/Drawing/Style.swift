extension Figure {
    /// Colours and sizes that all pictures share.
    public enum Style {
        /// Of what is learned from, where there are two curves.
        public static let blue = "#2f6fb4"
        /// Of what is held back.
        public static let orange = "#e8832a"
        /// Of text and boundaries.
        public static let ink = "#24292f"
        /// Of lines that help reading.
        public static let gray = "#8a8f98"

        /// For things of one kind, one after the other.
        public static let palette = [
            blue, orange, "#3f9e57", "#d6493e", "#8a63c4", "#2aa198", "#d86aa4", "#8c6d4f", "#9a9b2e", "#5b6b7a",
        ]

        /// The color of number `index`.
        public static func color(_ index: Int) -> String { palette[index % palette.count] }

        static let grid = "#e4e7eb"
        static let fontSVG = "Helvetica,Arial,sans-serif"
        static let fontPNG = "Liberation Sans"
        static let titleHeight = 40
    }
}

/// Which colours stand for which numbers.
public enum ColorMap: Sendable {
    /// From white to blue: for counts and shares.
    case sequential
    /// From blue over white to orange: for numbers on both sides of 0.
    case diverging
    /// The same in light shades, on which marks stand out.
    case lightDiverging
    /// From dark violet over green to yellow: for numbers whose steps are to be told apart.
    case viridis
    /// From black to white.
    case gray
    /// A light shade for each class, by its number from 0.
    case classes(Int)

    /// The colours at equal distances from the lowest to the highest number.
    var stops: [String] {
        switch self {
        case .sequential: ["#ffffff", "#c3d9ef", "#74a7d8", "#2f6fb4", "#153f73"]
        case .diverging: ["#1d5a9e", "#7fb0dc", "#f6f7f8", "#f4b883", "#d2690f"]
        case .lightDiverging: ["#7fb0dc", "#bcd6ec", "#f9f9f8", "#f8d8b8", "#f2ae72"]
        case .viridis: ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"]
        case .gray: ["#000000", "#ffffff"]
        case .classes(let count): (0..<max(count, 2)).map { Self.light(Figure.Style.color($0)) }
        }
    }

    /// Whether the middle colour stands for 0.
    var isDiverging: Bool {
        switch self {
        case .diverging, .lightDiverging: true
        default: false
        }
    }

    /// Half way to white.
    private static func light(_ color: String) -> String {
        let value = Int(color.dropFirst(), radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift in
            let part = (value >> shift) & 255
            let lighter = part + (255 - part) * 11 / 20
            return (lighter < 16 ? "0" : "") + String(lighter, radix: 16)
        }
        return "#" + parts.joined()
    }
}
