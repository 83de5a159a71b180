import Foundation

/// Weighted samples of a distribution, for its quantiles: what Keras' `Discretization` learns from.
struct DiscretizationSummary {
    private var values: [Double]
    private var weights: [Double]

    /// Every `epsilon`-th part of the sorted numbers.
    init(of numbers: [Float], epsilon: Double) {
        let sorted = numbers.sorted()
        let step = max(Double(sorted.count) / (1 / epsilon), 1)
        values = stride(from: Int(step - 1), to: sorted.count, by: Int(step)).map { Double(sorted[$0]) }
        weights = values.map { _ in Double(Float(step)) }
        compress(epsilon)
    }

    /// The borders between `count` parts of equal weight.
    func boundaries(_ count: Int) -> [Double] {
        var parts = self
        parts.compress(1 / Double(count))
        return parts.values.dropLast()
    }

    /// Draws `1 / epsilon` values from the distribution, if there are more.
    private mutating func compress(_ epsilon: Double) {
        guard Double(values.count) * epsilon >= 1 else { return }
        let percents = (0..<Int((1 / epsilon).rounded(.up))).map { epsilon + Double($0) * epsilon }
        var sum: Float = 0
        let sums = weights.map { weight -> Float in
            sum += Float(weight)
            return sum
        }
        let shares = sums.map { Double($0 / sum) }
        let drawn = percents.map { Double(Float(Self.interpolated($0, shares, values))) }
        let cumulative = percents.map { Self.interpolated($0, shares, sums.map(Double.init)) }
        values = drawn
        weights = cumulative.indices.map { Double(Float(cumulative[$0] - ($0 == 0 ? 0 : cumulative[$0 - 1]))) }
    }

    /// The value at `x` of straight lines through points of ascending places, as `numpy.interp`.
    private static func interpolated(_ x: Double, _ places: [Double], _ values: [Double]) -> Double {
        // The first place beyond x.
        var low = 0, high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] > x { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return values[0] }
        guard low < places.count, places[low - 1] != x else { return values[low - 1] }
        let slope = (values[low] - values[low - 1]) / (places[low] - places[low - 1])
        return slope * (x - places[low - 1]) + values[low - 1]
    }
}
