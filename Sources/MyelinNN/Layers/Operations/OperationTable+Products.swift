import Foundation
import MyelinCore

extension OperationTable {
    /// Products of matrices, and what networks build from them.
    static let products: [Entry] = [
        two("Matmul") { product($0, $1) },
        two("Dot") { a, b in
            guard a.rank > 0, b.rank > 0 else { return a * b }
            return try contracted(a, b, [a.rank - 1], [max(b.rank - 2, 0)])
        },
        two("Inner") { a, b in
            guard a.rank > 0, b.rank > 0 else { return a * b }
            return try contracted(a, b, [a.rank - 1], [b.rank - 1])
        },
        two("Vdot") { ($0.flattenedWholly * $1.flattenedWholly).sum() },
        two("Outer") { $0.reshaped(to: [$0.count, 1]) * $1.reshaped(to: [1, $1.count]) },
        Entry("Tensordot", ["x1", "x2"]) { arguments in
            let (a, b) = try arguments.operands()
            let setting = arguments.setting("axes")
            if case .array(let pair) = setting, pair.count == 2 {
                let axes = try pair.map { try Config(["axes": $0], owner: arguments.config.owner).ints("axes") }
                return try contracted(a, b, axes[0], axes[1])
            }
            let count = try arguments.settings("axes").int("axes", default: 2)
            guard count <= min(a.rank, b.rank) else {
                throw MyelinError(.shape, "tensordot: \(count) axes of shapes \(a.shape) and \(b.shape)")
            }
            return try contracted(a, b, Array(a.rank - count..<a.rank), Array(0..<count))
        },
        Entry("Einsum", []) { arguments in
            einsum(try arguments.settings("subscripts").string("subscripts"), try arguments.allTensors())
        },
        Entry("LayerNorm", ["x", "gamma", "beta"]) { arguments in
            try arguments.normalized(centered: !arguments.flag("rms_scaling"), epsilon: 1e-7)
        },
        Entry("RMSNorm", ["x", "scale"]) { try $0.normalized(centered: false, epsilon: 1.1920929e-7) },
        Entry("BatchNorm", ["x", "mean", "variance", "offset", "scale"]) { arguments in
            let x = try arguments.tensor(0), axis = try x.place(arguments.axis(default: -1))
            func wide(_ place: Int) throws -> Tensor {
                let values = try arguments.tensor(place)
                return values.reshaped(to: Shape((0..<x.rank).map { $0 == axis ? values.count : 1 }))
            }
            let epsilon = try arguments.settings("epsilon").double("epsilon", default: 1e-3)
            var y = (x - (try wide(1))) * rsqrt(try wide(2) + epsilon)
            if arguments.has(4) { y = y * (try wide(4)) }
            if arguments.has(3) { y = y + (try wide(3)) }
            return y
        },
        Entry("DotProductAttention", ["query", "key", "value", "bias", "mask", "scale"]) { try $0.attention() },
    ]

    /// NumPy's matrix product: a vector is a row on the left and a column on the right.
    private static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
        switch (a.rank, b.rank) {
        case (1, 1): return (a * b).sum()
        case (1, _): return matmul(a.expanded(at: 0), b).squeezed(axes: [-2])
        case (_, 1): return matmul(a, b.expanded(at: 1)).squeezed(axes: [-1])
        default: return matmul(a, b)
        }
    }

    /// The sum of products over pairs of axes; the others of `a` and then those of `b` are left.
    private static func contracted(_ a: Tensor, _ b: Tensor, _ left: [Int], _ right: [Int]) throws -> Tensor {
        let left = try left.map { try a.place($0) }, right = try right.map { try b.place($0) }
        guard left.map({ a.shape[$0] }) == right.map({ b.shape[$0] }) else {
            throw MyelinError(.shape, "axes \(left) of \(a.shape) and \(right) of \(b.shape) differ in size")
        }
        let rows = (0..<a.rank).filter { !left.contains($0) }, columns = (0..<b.rank).filter { !right.contains($0) }
        let height = rows.reduce(1) { $0 * a.shape[$1] }, width = columns.reduce(1) { $0 * b.shape[$1] }
        let inner = left.reduce(1) { $0 * a.shape[$1] }
        let product = matmul(
            a.transposed(rows + left).reshaped(to: [height, inner]),
            b.transposed(right + columns).reshaped(to: [inner, width]))
        return product.reshaped(to: Shape(rows.map { a.shape[$0] } + columns.map { b.shape[$0] }))
    }
}

extension OperationArguments {
    /// `(x - mean) / sqrt(variance + epsilon)` over the axes, with what the other operands multiply and add.
    fileprivate func normalized(centered: Bool, epsilon fallback: Double) throws -> Tensor {
        let x = try tensor(0).floating, axes = try (axes() ?? [-1]).map { try x.place($0) }.sorted()
        let epsilon = try settings("epsilon").double("epsilon", default: fallback)
        func wide(_ place: Int) throws -> Tensor {
            let values = try tensor(place)
            guard values.rank == axes.count else { return values }
            return values.reshaped(to: Shape((0..<x.rank).map { axes.contains($0) ? x.shape[$0] : 1 }))
        }
        let shifted = centered ? x - x.mean(axes: axes, keepDimensions: true) : x
        var y = shifted * rsqrt(square(shifted).mean(axes: axes, keepDimensions: true) + epsilon)
        if has(1) { y = y * (try wide(1)) }
        if has(2) { y = y + (try wide(2)) }
        return y
    }

    /// Attention between (batch, time, heads, size).
    fileprivate func attention() throws -> Tensor {
        let query = try tensor(0), key = try tensor(1), value = try tensor(2)
        guard query.rank == 4, key.rank == 4, value.rank == 4 else {
            throw MyelinError(.shape, "attention: expected (batch, time, heads, size), got \(query.shape)")
        }
        let scale = try settings("scale").double("scale", default: 1 / Double(query.shape[3]).squareRoot())
        // Heads that share keys stand behind each other.
        let shared = query.shape[2] / max(key.shape[2], 1)
        func spread(_ x: Tensor) -> Tensor {
            let places = (0..<x.shape[2] * shared).map { Int32($0 / shared) }
            return shared == 1 ? x : x.gathered(Tensor(places), axis: 2)
        }
        var logits = einsum("btnh,bsnh->bnts", query, spread(key)) * scale
        if let cap = try settings("attn_logits_soft_cap").optionalDouble("attn_logits_soft_cap") {
            logits = tanh(logits / cap) * cap
        }
        if has(3) { logits = logits + (try tensor(3)) }
        var shown: Tensor?
        if has(4) { shown = try tensor(4).cast(to: .bool) }
        if try flag("is_causal") {
            let (rows, columns) = (logits.shape[2], logits.shape[3])
            let flags = (0..<rows).flatMap { row in (0..<columns).map { $0 <= row } }
            let causal = Tensor(flags, shape: [rows, columns])
            shown = shown.map { $0.and(causal) } ?? causal
        }
        if let shown {
            let least = Tensor(-0.7 * Double(Float.greatestFiniteMagnitude), logits.dtype)
            logits = select(shown.broadcast(to: logits.shape), logits, least.broadcast(to: logits.shape))
        }
        return einsum("bnts,bsnh->btnh", MyelinCore.softmax(logits, axis: -1), spread(value))
    }
}
