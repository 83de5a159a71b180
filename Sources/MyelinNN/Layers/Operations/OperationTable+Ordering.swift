import MyelinCore

extension OperationTable {
    /// Operations that compare the elements along an axis with each other.
    static let ordering: [Entry] = [
        Entry("Sort", ["x"]) { arguments in
            try sorted(arguments) { x, axis in try x.takenAlong(x.order(axis: axis), axis: axis) }
        },
        Entry("Argsort", ["x"]) { arguments in try sorted(arguments) { x, axis in try x.order(axis: axis) } },
        Entry(several: "TopK", ["x"]) { arguments in
            let x = try arguments.tensor(0).numbers, k = try arguments.settings("k").int("k")
            guard x.rank > 0, k <= x.shape[x.rank - 1] else {
                throw MyelinError(.argument, "top_k: \(k) of the last axis of shape \(x.shape)")
            }
            let places = try x.order(axis: -1, descending: true).sliced(axis: x.rank - 1, 0..<k)
            return [try x.takenAlong(places, axis: -1), places]
        },
    ]

    /// Along an axis, or of all elements in a row.
    private static func sorted(
        _ arguments: OperationArguments, _ body: (Tensor, Int) throws -> Tensor
    ) throws -> Tensor {
        let x = try arguments.tensor(0).numbers
        // Without a word it is the last axis; null is none.
        if arguments.config.values["axis"] == .null { return try body(x.flattenedWholly, 0) }
        return try body(x, arguments.axis(default: -1))
    }
}

extension Tensor {
    /// The places of the elements along an axis from the least to the greatest, or down; equal ones in their order.
    func order(axis: Int, descending: Bool = false) throws -> Tensor {
        let axis = try place(axis)
        let places = Self.order(descending)(moved(from: axis, to: -1).cast(to: .float64))
        return places.moved(from: rank - 1, to: axis)
    }

    private static func order(_ descending: Bool) -> HostFunction {
        HostFunction("argsort") {
            ($0[0].shape, .int32)
        } body: { inputs, output in
            let values = inputs[0].elements(as: Double.self), places = output.elements(as: Int32.self)
            guard let size = inputs[0].shape.sizes.last, size > 0 else { return }
            for start in stride(from: 0, to: values.count, by: size) {
                let sorted = (0..<size).sorted { a, b in
                    let (x, y) = (values[start + a], values[start + b])
                    return x == y ? a < b : descending ? x > y : x < y
                }
                for (place, index) in sorted.enumerated() { places[start + place] = Int32(index) }
            }
        }
    }

    /// The value below which a share of the elements lies, between two of them as `method` says (Keras' names).
    func quantile(_ share: Double, axes: [Int]?, keepDimensions: Bool, method: String = "linear") throws -> Tensor {
        let axes = try (axes ?? Array(0..<rank)).map { try place($0) }
        let others = (0..<rank).filter { !axes.contains($0) }
        let sizes = others.map { shape[$0] }, size = axes.reduce(1) { $0 * shape[$1] }
        guard size > 0, (0...1).contains(share) else {
            throw MyelinError(.argument, "quantile: a share of \(share) of \(size) elements")
        }
        let rows = transposed(others + axes).reshaped(to: Shape(sizes + [size]))
        let sorted = try rows.takenAlong(rows.order(axis: -1), axis: -1)
        let exact = share * Double(size - 1), below = exact.rounded(.down)
        func value(_ place: Double) -> Tensor {
            sorted[list: [TensorIndex](repeating: .all, count: others.count) + [.at(Int(place))]]
        }
        let low = value(below), high = value(exact.rounded(.up))
        let result: Tensor
        switch method {
        case "linear": result = low + (high - low) * (exact - below)
        case "lower": result = low
        case "higher": result = high
        case "midpoint": result = (low + high) / 2
        case "nearest": result = value(exact.rounded(.toNearestOrEven))
        default: throw MyelinError(.argument, "quantile: unknown method '\(method)'")
        }
        guard keepDimensions else { return result }
        return result.reshaped(to: Shape((0..<rank).map { axes.contains($0) ? 1 : shape[$0] }))
    }
}
