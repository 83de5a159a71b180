import MyelinCore

/// Attention with several heads, once queries, keys and values are there: `softmax(q · kᵀ * scale) · v`.
struct ScaledDotProduct {
    let scale: Double
    let dropout: Dropout?

    /// The output (batch, time, heads, size), and if asked for the scores (batch, heads, time, keys).
    ///
    /// - Parameters:
    ///   - query: (batch, time, heads, size).
    ///   - key: (batch, keys, heads, size).
    ///   - value: (batch, keys, heads, size of values).
    ///   - mask: which keys a query sees, as Bool that broadcasts to (batch, heads, time, keys).
    func callAsFunction(
        query: Tensor, key: Tensor, value: Tensor, mask: Tensor?, wantsScores: Bool, _ context: CallContext
    ) throws -> (output: Tensor, scores: Tensor?) {
        if dropout == nil, !wantsScores {
            return (attention(query: query, key: key, value: value, mask: mask, scale: scale), nil)
        }
        let logits = einsum("bqhd,bkhd->bhqk", query * scale, key)
        let scores = maskedSoftmax(logits, mask: mask)
        let dropped = try dropout?.apply([scores], context)[0] ?? scores
        return (einsum("bhqk,bkhd->bqhd", dropped, value), scores)
    }
}

/// Softmax along axes (by default the last) over the elements for which the mask holds; the others get 0, also where the
/// mask holds for none. As Keras' layer `Softmax` has it.
func maskedSoftmax(_ x: Tensor, mask: Tensor?, axes: [Int] = [-1]) -> Tensor {
    guard let mask else { return softmax(x, axes: axes) }
    let counts = mask.broadcast(to: x.shape)
    let shown = select(counts, x, Tensor(-1e9, x.dtype).broadcast(to: x.shape))
    return select(counts, softmax(shown, axes: axes), Tensor.zeros(x.shape, dtype: x.dtype))
}

/// Softmax along several axes at once.
func softmax(_ x: Tensor, axes: [Int]) -> Tensor {
    let places = axes.map { $0 < 0 ? $0 + x.rank : $0 }.sorted()
    if places.count == 1 { return MyelinCore.softmax(x, axis: places[0]) }
    let order = (0..<x.rank).filter { !places.contains($0) } + places
    let moved = x.transposed(order)
    let kept = moved.shape.sizes.dropLast(places.count)
    let result = MyelinCore.softmax(
        moved.reshaped(to: Shape(kept + [moved.shape.sizes.suffix(places.count).reduce(1, *)])))
    var inverse = order
    for (place, axis) in order.enumerated() { inverse[axis] = place }
    return result.reshaped(to: moved.shape).transposed(inverse)
}
