import Foundation
import MyelinCore

extension OperationTable {
    /// Less common functions of numbers, as NumPy has them.
    static let numbers: [Entry] = [
        two("Fmax") { unlessNaN($0, $1, maximum($0, $1)) }, two("Fmin") { unlessNaN($0, $1, minimum($0, $1)) },
        two("Fmod") { sign($0) * (abs($0) % abs($1)) },
        two("Heaviside") { a, b in
            let (a, b) = (a.floating, b.floating), zero = Tensor(0, a.dtype)
            return select(a.less(0), zero, select(a.greater(0), zero + 1, b))
        },
        two("Logaddexp2") { a, b in
            let (a, b) = (a.floating, b.floating)
            return maximum(a, b) + log1p(exp(abs(a - b) * -log(2))) / log(2)
        },
        two("Ldexp") { $0.floating * exp($1.floating * log(2)) },
        two("LeftShift") { shifted($0, $1, left: true) }, two("BitwiseLeftShift") { shifted($0, $1, left: true) },
        two("RightShift") { shifted($0, $1, left: false) }, two("BitwiseRightShift") { shifted($0, $1, left: false) },
        float("Sinc") { x in
            let angle = x * Double.pi, isZero = x.equal(0)
            return select(isZero, angle * 0 + 1, sin(angle) / select(isZero, angle + 1, angle))
        },
        one("Isreal") { Tensor.ones($0.shape).cast(to: .bool) },
        one("Imag") { .zeros($0.shape, dtype: $0.dtype) }, one("Conjugate") { $0 },
        float("Angle") { x in select(x.less(0), x * 0 + Double.pi, x * 0) },
        Entry("EmptyLike", ["x", "dtype"]) { try $0.filled(0) },
        Entry("AllClose", ["x1", "x2"]) { try $0.areClose() },
        Entry("Trapezoid", ["y"]) { arguments in
            let y = try arguments.tensor(0).floating, axis = try y.place(arguments.axis(default: -1))
            let size = y.shape[axis]
            guard size > 1 else { return (y * 0).sum(axes: [axis]) }
            let heights = (y.sliced(axis: axis, 1..<size) + y.sliced(axis: axis, 0..<size - 1)) / 2
            let settings = arguments.settings("x", "dx")
            guard settings.has("x") else {
                return heights.sum(axes: [axis]) * (try settings.double("dx", default: 1))
            }
            let (places, shape) = try arguments.setting("x").array(owner: arguments.config.owner)
            guard shape == [size] else {
                throw MyelinError(.shape, "trapezoid: expected \(size) places x, got shape \(shape)")
            }
            let widths = zip(places.dropFirst(), places).map { $0 - $1 }
            let wide = Shape((0..<y.rank).map { $0 == axis ? size - 1 : 1 })
            return (heights * Tensor(widths, shape: wide).cast(to: y.dtype)).sum(axes: [axis])
        },
        Entry("Digitize", ["x", "bins"]) { try $0.tensor(0).places(in: $0.tensor(1), after: true) },
        Entry("SearchSorted", ["sorted_sequence", "values"]) { arguments in
            let side = try arguments.settings("side").string("side", default: "left")
            return try arguments.tensor(1).places(in: arguments.tensor(0), after: side == "right")
        },
        Entry("IsIn", ["x1", "x2"]) { arguments in
            let (x, elements) = try arguments.operands()
            let found = x.expanded(at: x.rank).equal(elements.flattenedWholly).any(axes: [-1])
            return try arguments.flag("invert") ? found.not() : found
        },
        Entry("Select", ["condlist", "choicelist", "default"]) { arguments in
            let conditions = try arguments.tensors(0), choices = try arguments.tensors(1)
            guard conditions.count == choices.count, !choices.isEmpty else {
                throw MyelinError(.argument, "select: \(conditions.count) conditions for \(choices.count) choices")
            }
            let otherwise = arguments.has(2) ? try arguments.tensor(2) : choices[0] * 0
            return zip(conditions, choices).reversed().reduce(otherwise) {
                select($1.0.cast(to: .bool), $1.1, $0.cast(to: DType.promoted($0.dtype, $1.1.dtype)))
            }
        },
        two("Kron") { a, b in
            func wide(_ x: Tensor, _ rank: Int) -> Tensor {
                x.reshaped(to: Shape([Int](repeating: 1, count: max(rank - x.rank, 0)) + x.shape.sizes))
            }
            let (a, b) = (wide(a, b.rank), wide(b, a.rank))
            let left = a.reshaped(to: Shape(a.shape.sizes.flatMap { [$0, 1] }))
            let right = b.reshaped(to: Shape(b.shape.sizes.flatMap { [1, $0] }))
            return (left * right).reshaped(to: Shape(zip(a.shape.sizes, b.shape.sizes).map { $0 * $1 }))
        },
        Entry("Cross", ["x1", "x2"]) { try $0.crossProduct() },
        Entry(several: "Meshgrid", []) { arguments in
            let vectors = try arguments.allTensors().map(\.flattenedWholly)
            let isMatrix = try arguments.settings("indexing").string("indexing", default: "xy") == "ij"
            // Of the first two axes x counts columns and y rows.
            let order = vectors.indices.map { isMatrix || $0 > 1 || vectors.count < 2 ? $0 : 1 - $0 }
            var sizes = [Int](repeating: 0, count: vectors.count)
            for (vector, axis) in zip(vectors, order) { sizes[axis] = vector.count }
            return zip(vectors, order).map { vector, axis in
                vector.reshaped(to: Shape(sizes.indices.map { $0 == axis ? vector.count : 1 })).broadcast(
                    to: Shape(sizes))
            }
        },
        one("Corrcoef") { x in
            let shifted = x.floating - x.floating.mean(axes: [-1], keepDimensions: true)
            let products = matmul(shifted, shifted.matrixTransposed())
            let lengths = sqrt(square(shifted).sum(axes: [-1]))
            return clip(products / (lengths.expanded(at: -1) * lengths.expanded(at: -2)), min: -1, max: 1)
        },
        Entry("Bincount", ["x"]) { try $0.counts() },
        segments("SegmentSum") { values, isMember in select(isMember, values, values * 0).sum(axes: [1]) },
        segments("SegmentMax") { values, isMember in
            // As TensorFlow: the least number for a segment of nothing, and the largest where the least is asked for.
            select(isMember, values, bound(values, -1)).max(axes: [1])
        },
        segments("SegmentMin") { values, isMember in select(isMember, values, bound(values, 1)).min(axes: [1]) },
        segments("SegmentProd") { values, isMember in select(isMember, values, values * 0 + 1).product(axes: [1]) },
        Entry(several: "UnravelIndex", ["indices"]) { arguments in
            let sizes = try arguments.settings("shape").ints("shape"), numbers = try arguments.tensor(0)
            var step = 1
            let places = sizes.reversed().map { size -> Tensor in
                defer { step *= size }
                let whole = floor(numbers.cast(to: .float64) / Double(step))
                return (whole - floor(whole / Double(size)) * Double(size)).cast(to: numbers.dtype)
            }
            return places.reversed()
        },
        Entry("SliceUpdate", ["inputs", "start_indices", "updates"]) { arguments in
            let x = try arguments.tensor(0), updates = try arguments.tensor(2).cast(to: x.dtype)
            let starts = try arguments.settings("start_indices").ints("start_indices")
            let rest = zip(zip(x.shape.sizes, updates.shape.sizes), starts).map { $0.0 - $0.1 - $1 }
            guard updates.rank == x.rank, starts.count == x.rank, (starts + rest).allSatisfy({ $0 >= 0 }) else {
                throw MyelinError(.argument, "slice_update: \(updates.shape) at \(starts) does not fit \(x.shape)")
            }
            let isNew = Tensor.ones(updates.shape).padded(low: starts, high: rest).greater(0)
            return select(isNew, updates.padded(low: starts, high: rest), x)
        },
    ]

    /// The largest or the least number.
    private static func bound(_ values: Tensor, _ sign: Double) -> Tensor {
        let most = values.dtype.isFloatingPoint ? Double(Float.greatestFiniteMagnitude) : Double(Int32.max)
        return Tensor(sign * most, values.dtype).broadcast(to: values.shape)
    }

    /// Of two numbers the one that is a number, where only one is.
    private static func unlessNaN(_ a: Tensor, _ b: Tensor, _ result: Tensor) -> Tensor {
        guard result.dtype.isFloatingPoint else { return result }
        let (a, b) = (a.floating.broadcast(to: result.shape), b.floating.broadcast(to: result.shape))
        return select(a.isNaN(), b, select(b.isNaN(), a, result))
    }

    /// Whole numbers times or by a power of 2, without what is behind the point.
    private static func shifted(_ a: Tensor, _ b: Tensor, left: Bool) -> Tensor {
        let factor = round(exp(b.cast(to: .float64) * log(2))), number = a.cast(to: .float64)
        return (left ? number * factor : floor(number / factor)).cast(to: a.dtype)
    }

    /// A reduction over the rows of each segment: of values (segments, rows, …) and whether a row is in a segment.
    private static func segments(
        _ name: String, _ body: @escaping @Sendable (_ values: Tensor, _ isMember: Tensor) -> Tensor
    ) -> Entry {
        Entry(name, ["data", "segment_ids"]) { arguments in
            let x = try arguments.tensor(0), ids = try arguments.tensor(1),
                settings = arguments.settings("num_segments")
            guard settings.has("num_segments") else {
                throw MyelinError(.argument, "\(name): num_segments is needed; the data alone would tell")
            }
            let count = try settings.int("num_segments")
            guard x.rank >= 1, ids.shape == [x.shape[0]] else {
                throw MyelinError(.shape, "\(name): expected a segment for each row of \(x.shape), got \(ids.shape)")
            }
            let wide = Shape([count] + x.shape.sizes)
            let numbers = Tensor.range(to: Double(count), dtype: .int32)
            let isMember = ids.cast(to: .int32).expanded(at: 0).equal(numbers.expanded(at: 1))
                .reshaped(to: Shape([count, x.shape[0]] + x.shape.sizes.dropFirst().map { _ in 1 }))
            return body(x.expanded(at: 0).broadcast(to: wide), isMember.broadcast(to: wide))
        }
    }
}

extension OperationArguments {
    fileprivate func areClose() throws -> Tensor {
        let (a, b) = try operands(), limits = settings("rtol", "atol")
        let allowed =
            abs(b.floating) * (try limits.double("rtol", default: 1e-5)) + (try limits.double("atol", default: 1e-8))
        return abs(a.floating - b.floating).lessEqual(allowed).all()
    }

    /// The cross product of vectors of two or three numbers along an axis; of two vectors of two it is a number.
    fileprivate func crossProduct() throws -> Tensor {
        let (a, b) = try operands(), settings = settings("axisa", "axisb", "axisc")
        let axis = try axes()?.first
        func parts(_ x: Tensor, _ key: String) throws -> [Tensor] {
            let place = try x.place(axis ?? settings.int(key, default: -1, isSize: false))
            guard (2...3).contains(x.shape[place]) else {
                throw MyelinError(.shape, "cross: expected vectors of 2 or 3 numbers, got \(x.shape)")
            }
            return x.unstacked(axis: place)
        }
        let u = try parts(a, "axisa"), v = try parts(b, "axisb")
        let last = u[0] * v[1] - u[1] * v[0]
        if u.count == 2, v.count == 2 { return last }
        let (x, y) = (u.count > 2 ? u[2] : last * 0, v.count > 2 ? v[2] : last * 0)
        let all = [u[1] * y - x * v[1], x * v[0] - u[0] * y, last]
        let place = try axis ?? settings.int("axisc", default: -1, isSize: false)
        return Tensor.stacked(all, axis: place < 0 ? place + last.rank + 1 : place)
    }

    /// How often each number from 0 below `minlength` is there in each row.
    fileprivate func counts() throws -> Tensor {
        let x = try tensor(0), settings = settings("minlength", "weights"),
            count = try settings.int("minlength", default: 0)
        guard count > 0, (1...2).contains(x.rank), try !flag("sparse") else {
            throw MyelinError(.argument, "bincount: minlength is needed; the data alone would tell the length")
        }
        guard settings.has("weights") else { return x.numbers.oneHot(count, dtype: .int32).sum(axes: [-2]) }
        let (values, shape) = try setting("weights").array(owner: config.owner)
        guard shape == x.shape else {
            throw MyelinError(.shape, "bincount: expected weights of shape \(x.shape), got \(shape)")
        }
        let weights = Tensor(values, shape: shape).cast(to: .float32)
        return (x.numbers.oneHot(count) * weights.expanded(at: x.rank)).sum(axes: [-2])
    }
}

extension Tensor {
    /// How many elements of a sorted sequence lie before each number, or are not after it.
    fileprivate func places(in sequence: Tensor, after: Bool) -> Tensor {
        let wide = expanded(at: rank), isBefore = after ? sequence.lessEqual(wide) : sequence.less(wide)
        return isBefore.cast(to: .int32).sum(axes: [-1])
    }
}
