import MyelinCore

extension OperationTable {
    /// Operations that choose among elements by their places.
    static let pieces: [Entry] = [
        Entry("GetItem", ["x", "key"]) { arguments in
            let x = try arguments.tensor(0)
            return x[list: try TensorIndex.list(arguments.setting("key"), rank: x.rank, owner: arguments.config.owner)]
        },
        Entry("Slice", ["inputs", "start_indices", "shape"]) { arguments in
            let x = try arguments.tensor(0), settings = arguments.settings("start_indices", "shape")
            let starts = try settings.ints("start_indices"), sizes = try settings.ints("shape")
            guard starts.count == x.rank, sizes.count == x.rank else {
                throw MyelinError(.argument, "slice: expected a start and a size for each axis of \(x.shape)")
            }
            // A size of -1 is all that is left.
            return x[
                list: zip(starts, sizes).map { start, size in
                    .range(from: start, to: size == -1 ? nil : start + size, step: 1)
                }]
        },
        Entry("Take", ["x", "indices"]) { arguments in
            var x = try arguments.tensor(0)
            let given = try arguments.axes()?.first
            if given == nil { x = x.flattenedWholly }
            let axis = try x.place(given ?? 0)
            return x.gathered(x.counted(try arguments.tensor(1), axis: axis), axis: axis)
        },
        Entry("TakeAlongAxis", ["x", "indices"]) { arguments in
            let x = try arguments.tensor(0), indices = try arguments.tensor(1)
            guard let axis = try arguments.axes()?.first else {
                return try x.flattenedWholly.takenAlong(indices.flattenedWholly, axis: 0)
            }
            return try x.takenAlong(indices, axis: axis)
        },
        Entry("Diff", ["a"]) { arguments in
            let x = try arguments.tensor(0), axis = try x.place(arguments.axis(default: -1))
            let count = try arguments.settings("n").int("n", default: 1)
            guard count <= x.shape[axis] else { throw MyelinError(.argument, "diff: \(count) times along \(x.shape)") }
            return (0..<count).reduce(x) { x, _ in
                let size = x.shape[axis]
                return size == 0 ? x : x.sliced(axis: axis, 1..<size) - x.sliced(axis: axis, 0..<size - 1)
            }
        },
        triangle("Tril") { row, column, k in column <= row + k },
        triangle("Triu") { row, column, k in column >= row + k },
        Entry("Diagonal", ["x"]) { try $0.diagonal() },
        Entry("Trace", ["x"]) { try $0.diagonal().numbers.sum(axes: [-1]) },
        Entry("OneHot", ["x"]) { arguments in
            let settings = arguments.settings("num_classes"), x = try arguments.tensor(0)
            let hot = x.numbers.oneHot(try settings.int("num_classes"), dtype: try arguments.dtype() ?? .float32)
            return hot.moved(from: x.rank, to: try arguments.axis(default: -1))
        },
        Entry("MultiHot", ["inputs"]) { arguments in
            let settings = arguments.settings("num_classes"), x = try arguments.tensor(0)
            let hot = x.numbers.oneHot(try settings.int("num_classes"), dtype: try arguments.dtype() ?? .float32)
            return hot.moved(from: x.rank, to: try arguments.axis(default: -1)).max(axes: [x.rank > 1 ? 1 : 0])
        },
    ]

    /// The elements of matrices in the places for which a rule holds, and zeros elsewhere.
    private static func triangle(_ name: String, _ rule: @escaping @Sendable (Int, Int, Int) -> Bool) -> Entry {
        Entry(name, ["x"]) { arguments in
            let x = try arguments.tensor(0), k = try arguments.settings("k").int("k", default: 0, isSize: false)
            guard x.rank >= 2 else { throw MyelinError(.shape, "\(name): expected matrices, got shape \(x.shape)") }
            let rows = x.shape[x.rank - 2], columns = x.shape[x.rank - 1]
            let flags = (0..<rows).flatMap { row in (0..<columns).map { rule(row, $0, k) } }
            return select(
                Tensor(flags, shape: [rows, columns]).broadcast(to: x.shape), x, Tensor.zeros(x.shape, dtype: x.dtype))
        }
    }
}

extension OperationArguments {
    /// The diagonals of matrices along two axes, on a new last axis.
    fileprivate func diagonal() throws -> Tensor {
        let x = try tensor(0), settings = settings("offset", "axis1", "axis2")
        let first = try x.place(settings.int("axis1", default: 0, isSize: false))
        let second = try x.place(settings.int("axis2", default: 1, isSize: false))
        guard first != second else { throw MyelinError(.argument, "diagonal: two different axes are needed") }
        let offset = try settings.int("offset", default: 0, isSize: false)
        let others = (0..<x.rank).filter { $0 != first && $0 != second }
        let rows = x.shape[first], columns = x.shape[second]
        let places = (0..<rows).filter { (0..<columns).contains($0 + offset) }.map { Int32($0 * columns + $0 + offset) }
        let flat = x.transposed(others + [first, second])
            .reshaped(to: Shape(others.map { x.shape[$0] } + [rows * columns]))
        return flat.gathered(Tensor(places), axis: others.count)
    }
}

extension Tensor {
    /// Indices along an axis, negative ones counted from its end.
    func counted(_ indices: Tensor, axis: Int) -> Tensor {
        let whole = indices.dtype == .int64 ? indices : indices.cast(to: .int32)
        return select(whole.less(0), whole + Tensor(Double(shape[axis]), whole.dtype), whole)
    }

    /// An axis at another place.
    func moved(from axis: Int, to place: Int) -> Tensor {
        let place = place < 0 ? place + rank : place
        guard (0..<rank).contains(place) else { return transposed([place]) }
        var order = (0..<rank).filter { $0 != axis }
        order.insert(axis, at: place)
        return transposed(order)
    }

    /// `result[.., i, ..] = self[.., indices[.., i, ..], ..]`; all axes but the named one broadcast.
    func takenAlong(_ indices: Tensor, axis: Int) throws -> Tensor {
        let axis = try place(axis), count = shape[axis]
        guard indices.rank == rank else {
            throw MyelinError(.shape, "take_along_axis: indices of shape \(indices.shape) for shape \(shape)")
        }
        var sizes = shape, chosen = indices.shape
        (sizes[axis], chosen[axis]) = (1, 1)
        guard let others = Shape.broadcast(sizes, chosen) else {
            throw MyelinError(.shape, "take_along_axis: indices of shape \(indices.shape) for shape \(shape)")
        }
        (sizes, chosen) = (others, others)
        (sizes[axis], chosen[axis]) = (count, indices.shape[axis])
        let source = broadcast(to: sizes).moved(from: axis, to: -1)
        let places = counted(indices, axis: axis).cast(to: .int32).broadcast(to: chosen).moved(from: axis, to: -1)
        let rows = others.count
        let starts = Tensor((0..<rows).map { Int32($0 * count) }, shape: [rows, 1])
        let flat = places.reshaped(to: [rows, indices.shape[axis]]) + starts
        return source.flattenedWholly.gathered(flat).reshaped(to: places.shape).moved(from: rank - 1, to: axis)
    }
}

extension TensorIndex {
    /// Python's subscript as files have it: numbers, slices, null for a new axis, an ellipsis.
    fileprivate static func list(_ value: ConfigValue, rank: Int, owner: String) throws -> [TensorIndex] {
        var parts = [value]
        if case .array(let elements) = value { parts = elements }
        if case .object(let fields) = value, fields["class_name"] == .string("__tuple__"),
            case .array(let items)? = fields["items"]
        {
            parts = items
        }
        func isEllipsis(_ part: ConfigValue) -> Bool {
            if case .object(let fields) = part { return fields["class_name"] == .string("__ellipsis__") }
            return false
        }
        let taking = parts.filter { $0 != .null && !isEllipsis($0) }.count
        return try parts.flatMap { part -> [TensorIndex] in
            if isEllipsis(part) {
                return [TensorIndex](repeating: .range(from: nil, to: nil, step: 1), count: max(rank - taking, 0))
            }
            switch part {
            case .null: return [.added]
            case .int(let index): return [.at(index)]
            case .object(let fields) where fields["class_name"] == .string("__slice__"):
                guard case .object(let config)? = fields["config"] else { break }
                let slice = Config(config, owner: owner)
                func bound(_ key: String) throws -> Int? { slice.has(key) ? try slice.int(key) : nil }
                return [.range(from: try bound("start"), to: try bound("stop"), step: try bound("step") ?? 1)]
            default: break
            }
            throw MyelinError(.file, "\(owner): a subscript that is not understood: \(part)")
        }
    }
}
