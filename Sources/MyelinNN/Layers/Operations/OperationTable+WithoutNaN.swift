import MyelinCore

extension OperationTable {
    /// Reductions that leave out what is not a number. Where nothing is left, the result is not a number either, but for sums
    /// and products.
    static let withoutNaN: [Entry] = [
        reduction("Nansum") { $0.replacingNaN(0).sum(axes: $1, keepDimensions: $2) },
        reduction("Nanprod") { $0.replacingNaN(1).product(axes: $1, keepDimensions: $2) },
        reduction("Nanmax") { x, axes, keeps in
            x.replacingNaN(-.infinity).max(axes: axes, keepDimensions: keeps).unlessNothing(of: x, axes, keeps)
        },
        reduction("Nanmin") { x, axes, keeps in
            x.replacingNaN(.infinity).min(axes: axes, keepDimensions: keeps).unlessNothing(of: x, axes, keeps)
        },
        reduction("Nanmean") { $0.floating.meanWithoutNaN($1, $2) },
        reduction("Nanvar") { $0.floating.varianceWithoutNaN($1, $2) },
        reduction("Nanstd") { sqrt($0.floating.varianceWithoutNaN($1, $2)) },
        reduction("Nanmedian") { try $0.floating.quantilesWithoutNaN([0.5], $1, $2)[0] },
        quantiles("Nanquantile", of: 1), quantiles("Nanpercentile", of: 100),
        place("Nanargmax") { $0.replacingNaN(-.infinity).argmax(axis: $1).unlessNothing(of: $0, axis: $1) },
        place("Nanargmin") { $0.replacingNaN(.infinity).argmin(axis: $1).unlessNothing(of: $0, axis: $1) },
        Entry("Nancumsum", ["x", "axis", "dtype"]) { try $0.cumulated(from: 0, filling: 0) { $0 + $1 } },
        Entry("Nancumprod", ["x", "axis", "dtype"]) { try $0.cumulated(from: 1, filling: 1) { $0 * $1 } },
    ]

    private static func quantiles(_ name: String, of whole: Double) -> Entry {
        Entry(name, ["x", "q"]) { arguments in
            let share = arguments.setting("q")
            guard let numbers = try arguments.settings("q").doubles("q") else {
                throw MyelinError(.file, "\(arguments.config.owner): expected numbers q, got \(share)")
            }
            let results = try arguments.tensor(0).floating.quantilesWithoutNaN(
                numbers.map { $0 / whole }, arguments.axes(), arguments.flag("keepdims"),
                method: try arguments.settings("method").string("method", default: "linear"))
            if case .array = share { return Tensor.stacked(results) }
            return results[0]
        }
    }
}

extension Tensor {
    /// Another number in the place of each that is none.
    func replacingNaN(_ number: Double) -> Tensor {
        dtype.isFloatingPoint ? select(isNaN(), Tensor(number, dtype).broadcast(to: shape), self) : numbers
    }

    private func notNumbers() -> Tensor { (dtype.isFloatingPoint ? isNaN() : notEqual(self)) }

    /// This result of a reduction of `x`, but not a number where there was none.
    fileprivate func unlessNothing(of x: Tensor, _ axes: [Int]?, _ keeps: Bool) -> Tensor {
        guard dtype.isFloatingPoint else { return self }
        let nothing = x.notNumbers().all(axes: axes, keepDimensions: keeps)
        return select(nothing, Tensor(.nan, dtype).broadcast(to: shape), self)
    }

    /// These places in `x`, but -1 where there was no number.
    fileprivate func unlessNothing(of x: Tensor, axis: Int) -> Tensor {
        select(x.notNumbers().all(axes: [axis]), Tensor(-1, dtype).broadcast(to: shape), self)
    }

    fileprivate func meanWithoutNaN(_ axes: [Int]?, _ keeps: Bool) -> Tensor {
        let count = notNumbers().not().cast(to: dtype).sum(axes: axes, keepDimensions: keeps)
        return replacingNaN(0).sum(axes: axes, keepDimensions: keeps) / count
    }

    fileprivate func varianceWithoutNaN(_ axes: [Int]?, _ keeps: Bool) -> Tensor {
        square(self - meanWithoutNaN(axes, true)).meanWithoutNaN(axes, keeps)
    }

    /// The values below which shares of the numbers lie.
    fileprivate func quantilesWithoutNaN(
        _ shares: [Double], _ axes: [Int]?, _ keeps: Bool, method: String = "linear"
    ) throws -> [Tensor] {
        let axes = try (axes ?? Array(0..<rank)).map { try place($0) }
        let others = (0..<rank).filter { !axes.contains($0) }, size = axes.reduce(1) { $0 * shape[$1] }
        guard ["linear", "lower", "higher", "midpoint", "nearest"].contains(method),
            shares.allSatisfy((0...1).contains), size > 0
        else { throw MyelinError(.argument, "quantile: shares \(shares) of \(size) numbers by '\(method)'") }
        let rows = transposed(others + axes).reshaped(to: [others.reduce(1) { $0 * shape[$1] }, size])
        let result = Shape(
            keeps ? (0..<rank).map { axes.contains($0) ? 1 : shape[$0] } : others.map { shape[$0] })
        return shares.map { share in
            let function = HostFunction("nanquantile") {
                ([$0[0].shape[0]], .float64)
            } body: { inputs, output in
                let values = inputs[0].elements(as: Double.self), results = output.elements(as: Double.self)
                for row in results.indices {
                    let sorted = values[row * size..<(row + 1) * size].filter { !$0.isNaN }.sorted()
                    results[row] = Self.quantile(share, of: sorted, method)
                }
            }
            return function(rows.cast(to: .float64)).cast(to: dtype).reshaped(to: result)
        }
    }

    private static func quantile(_ share: Double, of sorted: [Double], _ method: String) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let exact = share * Double(sorted.count - 1), below = exact.rounded(.down)
        let low = sorted[Int(below)], high = sorted[Int(exact.rounded(.up))]
        switch method {
        case "lower": return low
        case "higher": return high
        case "midpoint": return (low + high) / 2
        case "nearest": return sorted[Int(exact.rounded(.toNearestOrEven))]
        default: return low + (high - low) * (exact - below)
        }
    }
}
