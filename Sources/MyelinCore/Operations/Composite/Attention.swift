/// `softmax(q · kᵀ * scale) · v` for each sample and each head. Inputs: q (batch, time, heads, size), k (batch, keys,
/// heads, size), v (batch, keys, heads, size of values), and perhaps a mask: Bool of rank 4 that broadcasts to (batch,
/// heads, time, keys).
package struct AttentionOperation: CompositeOperation {
    package static let name = "attention"
    package let scale: Double

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let (q, k, v) = (inputs[0], inputs[1], inputs[2])
        guard q.dtype.isFloatingPoint, k.dtype == q.dtype, v.dtype == q.dtype else {
            throw MyelinError(.dtype, "expected floats of one type, got \(q.dtype), \(k.dtype) and \(v.dtype)")
        }
        guard q.shape.rank == 4, k.shape.rank == 4, v.shape.rank == 4, q.shape[3] == k.shape[3],
            k.shape[1] == v.shape[1], Set([q, k, v].map { $0.shape[0] }).count == 1,
            Set([q, k, v].map { $0.shape[2] }).count == 1
        else {
            throw MyelinError(
                .shape,
                "expected (batch, time, heads, size), (batch, keys, heads, size) and (batch, keys, heads, …), got \(q.shape), \(k.shape) and \(v.shape)"
            )
        }
        if inputs.count == 4 {
            let scores: Shape = [q.shape[0], q.shape[2], q.shape[1], k.shape[1]]
            guard inputs[3].dtype == .bool, inputs[3].shape.rank == 4,
                Shape.broadcast(inputs[3].shape, scores) == scores
            else { throw MyelinError(.shape, "expected a mask that broadcasts to \(scores), got \(inputs[3])") }
        }
        return [TensorType([q.shape[0], q.shape[1], q.shape[2], v.shape[3]], q.dtype)]
    }

    /// The weights of the values (batch, heads, time, keys).
    fileprivate func weights(_ q: Tensor, _ k: Tensor, _ mask: Tensor?) -> Tensor {
        var scores = einsum("bqhd,bkhd->bhqk", q, k) * scale
        if let mask {
            // As TensorFlow's: where the mask holds for no key, all weigh the same.
            let lowest = Tensor(-2.372671e38, scores.dtype).broadcast(to: scores.shape)
            scores = select(mask.broadcast(to: scores.shape), scores, lowest)
        }
        return softmax(scores)
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let weights = weights(inputs[0], inputs[1], inputs.count == 4 ? inputs[3] : nil)
        return [einsum("bhqk,bkhd->bqhd", weights, inputs[2])]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let gradients = Node.record(AttentionGradient(scale: scale), [step.cotangent] + step.inputs)
        return gradients.map { $0 } + (step.inputs.count == 4 ? [nil] : [])
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        let q = inputs[0].shape, v = inputs[2].shape
        return q[0] * q[1] * q[2] * v[1] * (2 * q[3] + 2 * v[3] + 5)
    }
}

/// The gradients of q, k and v, from the result's and the inputs of attention. The weights are computed again: reading
/// them from memory would take longer.
package struct AttentionGradient: CompositeOperation {
    package static let name = "attention_gradient"
    package let scale: Double

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let output = try AttentionOperation(scale: scale).outputTypes(Array(inputs.dropFirst()))[0]
        guard inputs[0] == output else { throw MyelinError(.shape, "expected a gradient \(output), got \(inputs[0])") }
        return Array(inputs[1...3])
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let (g, q, k, v) = (inputs[0], inputs[1], inputs[2], inputs[3])
        let mask = inputs.count == 5 ? inputs[4] : nil
        let weights = AttentionOperation(scale: scale).weights(q, k, mask)
        let arriving = einsum("bqhd,bkhd->bhqk", g, v)
        var scores = weights * (arriving - (arriving * weights).sum(axes: [-1], keepDimensions: true))
        if let mask {
            scores = select(mask.broadcast(to: scores.shape), scores, Tensor.zeros(scores.shape, dtype: scores.dtype))
        }
        return [
            einsum("bhqk,bkhd->bqhd", scores, k) * scale, einsum("bhqk,bqhd->bkhd", scores, q) * scale,
            einsum("bhqk,bqhd->bkhd", weights, g),
        ]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        let q = inputs[1].shape, v = inputs[3].shape
        return q[0] * q[1] * q[2] * v[1] * (6 * q[3] + 4 * v[3] + 9)
    }
}

/// `softmax(query · keyᵀ * scale) · value` for each sample and each head: attention as in Vaswani et al. 2017.
///
/// - Parameters:
///   - query: (batch, time, heads, size).
///   - key: (batch, keys, heads, size).
///   - value: (batch, keys, heads, size of values).
///   - mask: Bool that broadcasts to (batch, heads, time, keys): which keys each query sees. Where it sees none, all values
///     weigh the same, as in TensorFlow.
///   - scale: by default `1 / sqrt(size)`.
/// - Returns: (batch, time, heads, size of values).
public func attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor? = nil, scale: Double? = nil
) -> Tensor {
    let size = Double(query.shape.sizes.last ?? 1)
    let ones = [Int](repeating: 1, count: Swift.max(0, 4 - (mask?.rank ?? 4)))
    let wide = mask.map { $0.reshaped(to: Shape(ones + $0.shape.sizes)) }
    return Node.record(
        AttentionOperation(scale: scale ?? 1 / Swift.max(size, 1).squareRoot()),
        [query, key, value] + (wide.map { [$0] } ?? []))[0]
}
