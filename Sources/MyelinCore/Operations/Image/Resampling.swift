import Glibc

/// How an image gets another size. Keras: `interpolation`.
public enum Interpolation: String, Hashable, Sendable, CaseIterable {
    /// The element that lies nearest.
    case nearest
    /// A straight line between two neighbours.
    case bilinear
    /// A cubic through four neighbours. Keys 1981.
    case bicubic
    /// The mean over the area that an output covers.
    case area
    /// A windowed sinc over six neighbours. Lanczos.
    case lanczos3
    /// A windowed sinc over ten neighbours.
    case lanczos5
}

/// How the outputs along one axis are made: each is a weighted sum of inputs.
///
/// Input i covers the interval from i to i + 1, and the intervals of inputs and outputs begin and end together. The numbers
/// are those of TensorFlow's kernels in Float32, down to their rounding, because Keras resizes with these.
package struct Resampling {
    /// For each output, inputs and their weights.
    package private(set) var rows: [[(source: Int, weight: Float)]]

    package init(from input: Int, to output: Int, _ interpolation: Interpolation, antialias: Bool) {
        let scale = Float(input) / Float(output)
        func positions(_ row: (Float) -> [(Int, Float)]) -> [[(source: Int, weight: Float)]] {
            (0..<output).map { row((Float($0) + 0.5) * scale).map { ($0, $1) } }
        }
        switch interpolation {
        case .nearest: rows = positions { [(min(Int($0), input - 1), 1)] }
        case .area: rows = Self.area(output, scale, input)
        case .bilinear where !antialias: rows = positions { Self.linear($0 - 0.5, input) }
        case .bicubic where !antialias: rows = positions { Self.cubic($0 - 0.5, input) }
        case .bilinear: rows = Self.filtered(input, output, antialias, radius: 1) { max(1 - $0, 0) }
        case .bicubic: rows = Self.filtered(input, output, antialias, radius: 2) { Self.keys($0) }
        case .lanczos3: rows = Self.filtered(input, output, antialias, radius: 3) { Self.lanczos($0, 3) }
        case .lanczos5: rows = Self.filtered(input, output, antialias, radius: 5) { Self.lanczos($0, 5) }
        }
    }

    /// The most inputs that an output has.
    package var tapCount: Int { rows.reduce(0) { max($0, $1.count) } }

    private static func linear(_ place: Float, _ size: Int) -> [(Int, Float)] {
        let lower = place.rounded(.down), share = place - lower
        return [
            (max(Int(lower), 0), 1 - share), (min(Int(place.rounded(.up)), size - 1), share),
        ]
    }

    /// Keys' cubic with the fraction rounded to 1/1024, as TensorFlow looks it up in a table; what lies outside does not
    /// count.
    private static func cubic(_ place: Float, _ size: Int) -> [(Int, Float)] {
        let steps: Float = 1024
        let lower = place.rounded(.down)
        let offset = ((place - lower) * steps).rounded(.toNearestOrEven) / steps
        let first = Int(lower) - 1
        let weights = [keys(1 + offset), keys(offset), keys(1 - offset), keys(2 - offset)]
        let inside = (0..<4).filter { (0..<size).contains(first + $0) }
        let sum = inside.reduce(0) { $0 + weights[$1] }
        return inside.map { (first + $0, abs(sum) < 1000 * .leastNormalMagnitude ? weights[$0] : weights[$0] / sum) }
    }

    private static func area(_ output: Int, _ scale: Float, _ size: Int) -> [[(source: Int, weight: Float)]] {
        (0..<output).map { index in
            let begin = Float(index) * scale, end = Float(index + 1) * scale
            return (Int(begin)..<Int(end.rounded(.up))).map { source in
                let covered = min(Float(source + 1), end) - max(Float(source), begin)
                return (min(source, size - 1), covered / scale)
            }
        }
    }

    /// A filter of some radius around each place, wider by the scale where `antialias` is wanted and the image shrinks. The
    /// weights sum up to 1.
    private static func filtered(
        _ input: Int, _ output: Int, _ antialias: Bool, radius: Float, _ filter: (Float) -> Float
    ) -> [[(source: Int, weight: Float)]] {
        let inverse = 1 / (Float(output) / Float(input))
        let width = antialias ? max(inverse, 1) : 1
        return (0..<output).map { index in
            let place = (Float(index) + 0.5) * inverse
            guard place >= 0, place <= Float(input) else { return [] }
            let first = (place - radius * width - 0.5).rounded(.up)
            let last = (place + radius * width - 0.5).rounded(.down)
            let sources = min(max(Int(first), 0), input - 1)...min(max(Int(last), 0), input - 1)
            let weights = sources.map { filter(abs((Float($0) + 0.5 - place) / width)) }
            let sum = weights.reduce(0, +)
            let factor = abs(sum) < 1000 * .leastNormalMagnitude ? 1 : 1 / sum
            return zip(sources, weights).map { ($0, $1 * factor) }
        }
    }

    /// Keys' cubic with a = -1/2.
    private static func keys(_ x: Float) -> Float {
        if x >= 2 { return 0 }
        return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1
    }

    private static func lanczos(_ x: Float, _ radius: Float) -> Float {
        if x > radius { return 0 }
        if x <= 1e-3 { return 1 }
        return radius * sinf(.pi * x) * sinf(.pi * x / radius) / (.pi * .pi * x * x)
    }
}
