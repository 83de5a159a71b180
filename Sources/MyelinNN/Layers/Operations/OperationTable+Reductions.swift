import MyelinCore

extension OperationTable {
    static let reductions: [Entry] = [
        reduction("Sum") { $0.numbers.sum(axes: $1, keepDimensions: $2) },
        reduction("Mean") { $0.floating.mean(axes: $1, keepDimensions: $2) },
        extremum("Max", smallest: false), extremum("Min", smallest: true),
        extremum("Amax", smallest: false), extremum("Amin", smallest: true),
        reduction("Ptp") { $0.max(axes: $1, keepDimensions: $2) - $0.min(axes: $1, keepDimensions: $2) },
        reduction("Prod") { $0.numbers.product(axes: $1, keepDimensions: $2) },
        reduction("Var") { $0.floating.variance(axes: $1, keepDimensions: $2) },
        reduction("Std") { sqrt($0.floating.variance(axes: $1, keepDimensions: $2)) },
        reduction("Any") { $0.cast(to: .bool).any(axes: $1, keepDimensions: $2) },
        reduction("All") { $0.cast(to: .bool).all(axes: $1, keepDimensions: $2) },
        reduction("CountNonzero") { $0.notEqual(0).cast(to: .int32).sum(axes: $1, keepDimensions: $2) },
        reduction("Logsumexp") { logSumExp($0.floating, $1, keepDimensions: $2) },
        reduction("Median") { try $0.floating.quantile(0.5, axes: $1, keepDimensions: $2) },
        quantile("Quantile", of: 1), quantile("Percentile", of: 100),
        place("Argmax") { $0.argmax(axis: $1) }, place("Argmin") { $0.argmin(axis: $1) },
        Entry("Average", ["x", "weights"]) { arguments in
            let x = try arguments.tensor(0).floating, axes = try arguments.axes()
            guard arguments.has(1) else { return x.mean(axes: axes) }
            var weights = try arguments.tensor(1).floating
            // A vector of weights for the axis that is averaged.
            if let axis = axes?.first, weights.rank == 1, let place = x.shape.resolved(axis: axis) {
                weights = weights.reshaped(to: Shape((0..<x.rank).map { $0 == place ? weights.count : 1 }))
            }
            weights = weights.broadcast(to: x.shape)
            return (x * weights).sum(axes: axes) / weights.sum(axes: axes)
        },
        Entry(several: "Moments", ["x"]) { arguments in
            let x = try arguments.tensor(0), keeps = try arguments.flag("keepdims")
            let axes = try arguments.settings("axes").ints("axes")
            return [x.mean(axes: axes, keepDimensions: keeps), x.variance(axes: axes, keepDimensions: keeps)]
        },
        Entry("Norm", ["x"]) { arguments in
            try norm(
                arguments.tensor(0).floating, arguments.setting("ord"), arguments.axes(), arguments.flag("keepdims"))
        },
        Entry("Normalize", ["x"]) { arguments in
            let x = try arguments.tensor(0).floating
            let settings = arguments.settings("order", "epsilon")
            let order: ConfigValue = settings.has("order") ? settings.values["order"]! : .int(2)
            let length = try norm(x, order, arguments.axes() ?? [-1], true)
            return x / maximum(length, Tensor(try settings.double("epsilon", default: 1e-7), x.dtype))
        },
        Entry("Cumsum", ["x", "axis", "dtype"]) { try $0.cumulated(from: 0) { $0 + $1 } },
        Entry("Cumprod", ["x", "axis", "dtype"]) { try $0.cumulated(from: 1) { $0 * $1 } },
    ]

    /// The logarithm of the sum of exponentials, without overflow.
    static func logSumExp(_ x: Tensor, _ axes: [Int]?, keepDimensions: Bool) -> Tensor {
        let largest = x.max(axes: axes, keepDimensions: true)
        let base = select(largest.isFinite(), largest, Tensor(0, x.dtype))
        let sum = log(exp(x - base).sum(axes: axes, keepDimensions: true)) + base
        return keepDimensions ? sum : sum.squeezed(axes: axes ?? Array(0..<x.rank))
    }

    /// The largest or smallest element, and `initial` where the file has it.
    private static func extremum(_ name: String, smallest: Bool) -> Entry {
        Entry(name, ["x"]) { arguments in
            let x = try arguments.tensor(0), keeps = try arguments.flag("keepdims"), axes = try arguments.axes()
            let result = smallest ? x.min(axes: axes, keepDimensions: keeps) : x.max(axes: axes, keepDimensions: keeps)
            guard let initial = try arguments.settings("initial").optionalDouble("initial") else { return result }
            let bound = Tensor(initial, x.dtype)
            return smallest ? minimum(result, bound) : maximum(result, bound)
        }
    }

    /// The place of an extreme element along an axis, or in the whole tensor.
    static func place(_ name: String, _ body: @escaping @Sendable (Tensor, Int) -> Tensor) -> Entry {
        Entry(name, ["x"]) { arguments in
            let x = try arguments.tensor(0).numbers, keeps = try arguments.flag("keepdims")
            guard let axis = try arguments.axes()?.first else {
                let place = body(x.flattenedWholly, 0)
                return keeps ? place.reshaped(to: Shape([Int](repeating: 1, count: x.rank))) : place
            }
            let places = body(x, axis)
            return keeps ? places.expanded(at: axis < 0 ? axis + x.rank : axis) : places
        }
    }

    private static func quantile(_ name: String, of whole: Double) -> Entry {
        Entry(name, ["x", "q"]) { arguments in
            let x = try arguments.tensor(0).floating, axes = try arguments.axes(),
                keeps = try arguments.flag("keepdims")
            let method = try arguments.settings("method").string("method", default: "linear")
            let share = arguments.setting("q")
            guard let numbers = try arguments.settings("q").doubles("q") else {
                throw MyelinError(.file, "\(arguments.config.owner): expected numbers q, got \(share)")
            }
            let results = try numbers.map {
                try x.quantile($0 / whole, axes: axes, keepDimensions: keeps, method: method)
            }
            if case .array = share { return Tensor.stacked(results) }
            return results[0]
        }
    }

    /// The length of vectors (one axis), or a norm of matrices (two); of all elements without an axis.
    private static func norm(_ x: Tensor, _ order: ConfigValue, _ axes: [Int]?, _ keeps: Bool) throws -> Tensor {
        func sum(_ x: Tensor, _ axes: [Int]?) -> Tensor { x.sum(axes: axes, keepDimensions: keeps) }
        let isMatrix = axes.map { $0.count == 2 } ?? (x.rank == 2)
        switch order {
        case .null, "fro", "euclidean": return sqrt(sum(square(x), axes))
        case .int(2) where !isMatrix: return sqrt(sum(square(x), axes))
        case .string: break
        default:
            guard let order = order.asDouble else { break }
            if isMatrix {
                // The largest or least sum of magnitudes of a column (1) or a row (infinity).
                let pair = try (axes ?? [0, 1]).map { try x.place($0) }
                guard Swift.abs(order) == 1 || Swift.abs(order) == .infinity else { break }
                let inner = pair[Swift.abs(order) == 1 ? 0 : 1], outer = pair[Swift.abs(order) == 1 ? 1 : 0]
                let sums = abs(x).sum(axes: [inner], keepDimensions: true)
                let result =
                    order > 0
                    ? sums.max(axes: [outer], keepDimensions: true) : sums.min(axes: [outer], keepDimensions: true)
                return keeps ? result : result.squeezed(axes: pair)
            }
            switch order {
            case .infinity: return abs(x).max(axes: axes, keepDimensions: keeps)
            case -.infinity: return abs(x).min(axes: axes, keepDimensions: keeps)
            case 0: return sum(x.notEqual(0).cast(to: x.dtype), axes)
            case 1: return sum(abs(x), axes)
            case 2: return sqrt(sum(square(x), axes))
            default: return power(sum(power(abs(x), Tensor(order, x.dtype)), axes), Tensor(1 / order, x.dtype))
            }
        }
        throw MyelinError(.argument, "norm: order \(order) of a matrix is not supported; 'fro', 1 and infinity are")
    }
}

extension ConfigValue {
    fileprivate var asDouble: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}

extension Tensor {
    /// All elements one after the other; `flattened()` keeps the batch.
    var flattenedWholly: Tensor { reshaped(to: [count]) }
}

extension OperationArguments {
    /// Each element combined with those before it along the axis, or in the whole tensor. In steps of 1, 2, 4, …, each of
    /// which adds what the last one combined.
    ///
    /// - Parameter filling: what takes the place of what is not a number.
    func cumulated(
        from neutral: Double, filling: Double? = nil, _ combine: (Tensor, Tensor) -> Tensor
    ) throws -> Tensor {
        var x = try tensor(0).numbers
        if let filling { x = x.replacingNaN(filling) }
        if let dtype = try dtype() { x = x.cast(to: dtype) }
        let given = try axes()?.first
        if given == nil { x = x.flattenedWholly }
        guard let axis = x.shape.resolved(axis: given ?? 0) else {
            throw MyelinError(.argument, "axis \(given ?? 0) is none of shape \(x.shape)")
        }
        let none = [Int](repeating: 0, count: x.rank)
        var step = 1
        while step < x.shape[axis] {
            var shift = none
            shift[axis] = step
            x = combine(
                x, x.sliced(axis: axis, 0..<x.shape[axis] - step).padded(low: shift, high: none, value: neutral))
            step *= 2
        }
        return x
    }
}
