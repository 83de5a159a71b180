/// An optimizer: where to go from a place, if the slope there is known.
package protocol Rule {
    mutating func step(from place: [Double], gradient: [Double]) -> [Double]
}

/// Gradient descent: against the slope.
package struct Descent: Rule {
    let rate: Double

    package init(rate: Double) { self.rate = rate }

    package mutating func step(from place: [Double], gradient: [Double]) -> [Double] {
        zip(place, gradient).map { $0 - rate * $1 }
    }
}

/// With momentum: a ball that keeps most of its speed.
package struct Momentum: Rule {
    let rate: Double, keep: Double
    private var speed = [0.0, 0.0]

    package init(rate: Double, keep: Double = 0.9) { (self.rate, self.keep) = (rate, keep) }

    package mutating func step(from place: [Double], gradient: [Double]) -> [Double] {
        speed = zip(speed, gradient).map { keep * $0 - rate * $1 }
        return zip(place, speed).map { $0 + $1 }
    }
}

/// RMSprop: each parameter's step is divided by the usual size of its slope, so that flat directions keep up.
package struct RootMeanSquare: Rule {
    let rate: Double, keep: Double
    private var squares = [0.0, 0.0]

    package init(rate: Double, keep: Double = 0.9) { (self.rate, self.keep) = (rate, keep) }

    package mutating func step(from place: [Double], gradient: [Double]) -> [Double] {
        squares = zip(squares, gradient).map { keep * $0 + (1 - keep) * $1 * $1 }
        return place.indices.map { place[$0] - rate * gradient[$0] / (squares[$0] + 1e-7).squareRoot() }
    }
}

/// Adam: both at once, corrected for their start at 0.
package struct AdaptiveMoments: Rule {
    let rate: Double
    private var means = [0.0, 0.0], squares = [0.0, 0.0]
    private var power1 = 1.0, power2 = 1.0

    package init(rate: Double) { self.rate = rate }

    package mutating func step(from place: [Double], gradient: [Double]) -> [Double] {
        means = zip(means, gradient).map { 0.9 * $0 + 0.1 * $1 }
        squares = zip(squares, gradient).map { 0.999 * $0 + 0.001 * $1 * $1 }
        (power1, power2) = (power1 * 0.9, power2 * 0.999)
        let rate = rate * (1 - power2).squareRoot() / (1 - power1)
        return place.indices.map { place[$0] - rate * means[$0] / (squares[$0].squareRoot() + 1e-7) }
    }
}
