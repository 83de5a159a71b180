import MyelinCore

extension OperationTable {
    static let shapes: [Entry] = [
        Entry("Reshape", ["x", "newshape"]) { arguments in
            let x = try arguments.tensor(0)
            // The batch axis is -1 or null in files, of whatever size it is then.
            var sizes = try arguments.settings("newshape").optionalInts("newshape").map { $0 ?? -1 }
            if let place = sizes.firstIndex(of: -1) {
                let known = sizes.filter { $0 != -1 }.reduce(1, *)
                guard known > 0, x.count % known == 0, sizes.filter({ $0 == -1 }).count == 1 else {
                    throw MyelinError(.shape, "cannot reshape \(x.shape) to \(Shape(sizes))")
                }
                sizes[place] = x.count / known
            }
            return x.reshaped(to: Shape(sizes))
        },
        one("Ravel") { $0.flattenedWholly },
        Entry("Transpose", ["x", "axes"]) { arguments in
            let settings = arguments.settings("axes")
            return try arguments.tensor(0).transposed(settings.has("axes") ? settings.ints("axes") : nil)
        },
        Entry("Swapaxes", ["x", "axis1", "axis2"]) { arguments in
            let x = try arguments.tensor(0)
            return try x.moving([arguments.place("axis1", in: x), arguments.place("axis2", in: x)]) { [$0[1], $0[0]] }
        },
        Entry("Moveaxis", ["x", "source", "destination"]) { arguments in
            let x = try arguments.tensor(0), settings = arguments.settings("source", "destination")
            let from = try settings.ints("source").map { try x.place($0) }
            let to = try settings.ints("destination").map { try x.place($0) }
            guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
                throw MyelinError(.argument, "moveaxis: axes \(from) do not go to \(to)")
            }
            var rest = (0..<x.rank).filter { !from.contains($0) }
            let moves = zip(to, from).sorted { $0.0 < $1.0 }
            for (place, axis) in moves { rest.insert(axis, at: place) }
            return x.transposed(rest)
        },
        Entry("ExpandDims", ["x", "axis"]) { arguments in
            let x = try arguments.tensor(0), axes = try arguments.axes() ?? [0], rank = x.rank + axes.count
            return axes.map { $0 < 0 ? $0 + rank : $0 }.sorted().reduce(x) { $0.expanded(at: $1) }
        },
        Entry("Squeeze", ["x", "axis"]) { try $0.tensor(0).squeezed(axes: $0.axes()) },
        Entry("BroadcastTo", ["x", "shape"]) {
            try $0.tensor(0).broadcast(to: Shape($0.settings("shape").ints("shape")))
        },
        Entry("Full", ["fill_value", "shape", "dtype"]) { arguments in
            let value = try arguments.tensor(0)
            return try value.cast(to: arguments.dtype() ?? value.dtype)
                .broadcast(to: Shape(arguments.settings("shape").ints("shape")))
        },
        Entry("Concatenate", ["xs"]) { Tensor.concatenated(try $0.tensors(0), axis: try $0.axis(default: 0)) },
        Entry("Stack", ["x"]) { Tensor.stacked(try $0.tensors(0), axis: try $0.axis(default: 0)) },
        Entry("Hstack", ["xs"]) { arguments in
            let parts = try arguments.tensors(0)
            return Tensor.concatenated(parts, axis: parts.allSatisfy { $0.rank == 1 } ? 0 : 1)
        },
        Entry("Vstack", ["xs"]) {
            Tensor.concatenated(try $0.tensors(0).map { $0.rank == 1 ? $0.expanded(at: 0) : $0 })
        },
        Entry("Append", ["x1", "x2"]) { arguments in
            let parts = [try arguments.tensor(0), try arguments.tensor(1)]
            guard let axis = try arguments.axes()?.first else { return .concatenated(parts.map(\.flattenedWholly)) }
            return .concatenated(parts, axis: axis)
        },
        Entry("Dstack", ["xs"]) { arguments in
            let parts = try arguments.tensors(0).map { x in
                x.rank > 2 ? x : (x.rank == 1 ? x.expanded(at: 0) : x).expanded(at: 2)
            }
            return .concatenated(parts, axis: 2)
        },
        Entry(several: "Split", ["x"]) { try $0.split() }, Entry(several: "ArraySplit", ["x"]) { try $0.split() },
        Entry(several: "Hsplit", ["x"]) { try $0.split(axis: $0.tensor(0).rank == 1 ? 0 : 1) },
        Entry(several: "Vsplit", ["x"]) { try $0.split(axis: 0) },
        Entry(several: "Dsplit", ["x"]) { try $0.split(axis: 2) },
        one("Fliplr") { $0.reversed(axes: [1]) }, one("Flipud") { $0.reversed(axes: [0]) },
        Entry("Diag", ["x"]) { arguments in
            let x = try arguments.tensor(0), k = try arguments.settings("k").int("k", default: 0, isSize: false)
            return x.rank == 1 ? x.onDiagonal(k) : x.diagonal(k)
        },
        Entry("Diagflat", ["x"]) { arguments in
            try arguments.tensor(0).flattenedWholly.onDiagonal(
                arguments.settings("k").int("k", default: 0, isSize: false))
        },
        Entry(several: "Unstack", ["x", "num", "axis"]) { arguments in
            let x = try arguments.tensor(0)
            return x.unstacked(axis: try x.place(arguments.axis(default: 0)))
        },
        Entry("Flip", ["x"]) { arguments in
            let x = try arguments.tensor(0)
            return x.reversed(axes: try arguments.axes() ?? Array(0..<x.rank))
        },
        Entry("Rot90", ["array"]) { arguments in
            let x = try arguments.tensor(0)
            let settings = arguments.settings("k", "axes")
            let axes = try settings.ints("axes", count: 2, default: [0, 1]).map { try x.place($0) }
            let quarters = try settings.int("k", default: 1, isSize: false)
            let swap = { (x: Tensor) in try x.moving(axes) { [$0[1], $0[0]] } }
            switch (quarters % 4 + 4) % 4 {
            case 0: return x
            case 1: return try swap(x.reversed(axes: [axes[1]]))
            case 2: return x.reversed(axes: axes)
            default: return try swap(x).reversed(axes: [axes[1]])
            }
        },
        Entry("Roll", ["x", "shift"]) { arguments in
            let x = try arguments.tensor(0), shifts = try arguments.settings("shift").ints("shift")
            guard let axes = try arguments.axes() else {
                return try x.flattenedWholly.rolled(by: shifts.reduce(0, +), axis: 0).reshaped(to: x.shape)
            }
            guard shifts.count == axes.count || shifts.count == 1 else {
                throw MyelinError(.argument, "roll: \(shifts.count) shifts for \(axes.count) axes")
            }
            return try axes.enumerated().reduce(x) {
                try $0.rolled(by: shifts[shifts.count == 1 ? 0 : $1.offset], axis: x.place($1.element))
            }
        },
        Entry("Tile", ["x", "repeats"]) { arguments in
            var x = try arguments.tensor(0), repeats = try arguments.settings("repeats").ints("repeats")
            while repeats.count < x.rank { repeats.insert(1, at: 0) }
            while x.rank < repeats.count { x = x.expanded(at: 0) }
            let pairs = zip(repeats, x.shape.sizes)
            return x.reshaped(to: Shape(x.shape.sizes.flatMap { [1, $0] }))
                .broadcast(to: Shape(pairs.flatMap { [$0, $1] })).reshaped(to: Shape(pairs.map { $0 * $1 }))
        },
        Entry("Repeat", ["x", "repeats"]) { arguments in
            var x = try arguments.tensor(0)
            let given = try arguments.axes()?.first
            if given == nil { x = x.flattenedWholly }
            let axis = try x.place(given ?? 0), size = x.shape[axis]
            let repeats = try arguments.settings("repeats").ints("repeats")
            guard repeats.count == 1 || repeats.count == size, repeats.allSatisfy({ $0 >= 0 }) else {
                throw MyelinError(.argument, "repeat: \(repeats.count) counts for \(size) places")
            }
            let places = (0..<size).flatMap { place in
                [Int32](repeating: Int32(place), count: repeats[repeats.count == 1 ? 0 : place])
            }
            return x.gathered(Tensor(places), axis: axis)
        },
        Entry("Pad", ["x", "pad_width", "mode"]) { try $0.padded() },
    ]
}

extension OperationArguments {
    /// The axis under a name, counted from the front.
    fileprivate func place(_ name: String, in x: Tensor) throws -> Int {
        try x.place(settings(name).int(name, isSize: false))
    }

    /// The parts of a tensor along an axis: so many of equal size (the first ones larger by 1 where it does not divide), or
    /// those between the given places.
    fileprivate func split(axis given: Int? = nil) throws -> [Tensor] {
        let x = try tensor(0), axis = try x.place(given ?? axis(default: 0)), size = x.shape[axis]
        let name = "indices_or_sections"
        var bounds: [Int]
        if case .array = setting(name) {
            let inner = try settings(name).ints(name).map { min(max($0 < 0 ? $0 + size : $0, 0), size) }
            bounds = [0] + inner + [size]
        } else {
            let count = try settings(name).int(name)
            guard count > 0 else { throw MyelinError(.argument, "split: expected at least 1 part, got \(count)") }
            bounds = [0]
            for part in 0..<count { bounds.append(bounds[part] + size / count + (part < size % count ? 1 : 0)) }
        }
        return zip(bounds, bounds.dropFirst()).map { x.sliced(axis: axis, $0..<max($0, $1)) }
    }

    fileprivate func padded() throws -> Tensor {
        var x = try tensor(0)
        // One number, one pair, or a pair for each axis.
        var pairs: [[Int]]
        let settings = settings("pad_width", "mode", "constant_values")
        switch setting("pad_width") {
        case .array(let elements):
            if elements.contains(where: { if case .array = $0 { true } else { false } }) {
                pairs = try elements.map { try Config(["pad_width": $0], owner: config.owner).ints("pad_width") }
            } else {
                pairs = [try settings.ints("pad_width")]
            }
        default: pairs = [try settings.ints("pad_width", count: 2)]
        }
        pairs = pairs.map { $0.count == 1 ? [$0[0], $0[0]] : $0 }
        if pairs.count == 1 { pairs = [[Int]](repeating: pairs[0], count: x.rank) }
        guard pairs.count == x.rank, pairs.allSatisfy({ $0.count == 2 && $0[0] >= 0 && $0[1] >= 0 }) else {
            throw MyelinError(.argument, "pad: widths \(pairs) do not fit shape \(x.shape)")
        }
        let mode = try settings.string("mode", default: "constant")
        if mode == "constant" {
            let value = try settings.double("constant_values", default: 0)
            return x.padded(low: pairs.map { $0[0] }, high: pairs.map { $0[1] }, value: value)
        }
        for (axis, pair) in pairs.enumerated() where pair != [0, 0] {
            let size = x.shape[axis], edge = mode == "symmetric" ? 0 : 1
            guard ["reflect", "symmetric"].contains(mode), max(pair[0], pair[1]) <= size - edge else {
                throw MyelinError(.argument, "pad: mode '\(mode)' with widths \(pair) of an axis of size \(size)")
            }
            let before = (0..<pair[0]).reversed().map { $0 + edge }
            let after = (0..<pair[1]).map { size - 1 - edge - $0 }
            x = x.gathered(Tensor((before + Array(0..<size) + after).map { Int32($0) }), axis: axis)
        }
        return x
    }
}

extension Tensor {
    /// An axis counted from the front.
    func place(_ axis: Int) throws -> Int {
        guard let place = shape.resolved(axis: axis) else {
            throw MyelinError(.argument, "axis \(axis) is none of shape \(shape)")
        }
        return place
    }

    /// A matrix of zeros but for the vector, which stands on its diagonal or `k` places beside it.
    fileprivate func onDiagonal(_ k: Int) -> Tensor {
        let size = count + Swift.abs(k)
        let rows = (0..<count).map { Int32(($0 + Swift.max(-k, 0)) * size + $0 + Swift.max(k, 0)) }
        let places = Tensor.range(to: Double(size * size), dtype: .int32).expanded(at: 1)
        let isThere = places.equal(Tensor(rows).expanded(at: 0)).cast(to: dtype)
        return (isThere * expanded(at: 0)).sum(axes: [1]).reshaped(to: [size, size])
    }

    /// The diagonal of a matrix, or what stands `k` places beside it.
    fileprivate func diagonal(_ k: Int) -> Tensor {
        let rows = shape[0], columns = shape[1]
        let places = (0..<rows).filter { (0..<columns).contains($0 + k) }.map { Int32($0 * columns + $0 + k) }
        return flattenedWholly.gathered(Tensor(places))
    }

    /// Transposed such that the places of some axes are taken by others of them.
    fileprivate func moving(_ axes: [Int], _ order: ([Int]) -> [Int]) throws -> Tensor {
        var permutation = Array(0..<rank)
        for (place, axis) in zip(axes, order(axes)) { permutation[place] = axis }
        return transposed(permutation)
    }

    /// What falls off one end of an axis comes in at the other.
    fileprivate func rolled(by shift: Int, axis: Int) throws -> Tensor {
        let size = shape[axis]
        guard size > 0 else { return self }
        let cut = size - ((shift % size) + size) % size
        return cut == size
            ? self : .concatenated([sliced(axis: axis, cut..<size), sliced(axis: axis, 0..<cut)], axis: axis)
    }
}
