import MyelinCore

/// Compares arrays: nil if each element differs by at most `atol + rtol * |expected|`, else a line that shows the element
/// furthest off. NaN agrees with NaN.
///
/// Tests write `#expect(mismatch(actual, expected) == nil)`; a failure prints the line.
public func mismatch(
    _ actual: [Double], _ expected: [Double], shape: Shape? = nil, rtol: Double = 1e-6, atol: Double = 1e-6
) -> String? {
    guard actual.count == expected.count else { return "\(actual.count) elements instead of \(expected.count)" }
    var worst: (index: Int, excess: Double)?
    var wrong = 0
    for (index, (a, e)) in zip(actual, expected).enumerated() {
        if a == e || (a.isNaN && e.isNaN) { continue }
        let allowed = atol + rtol * abs(e)
        let excess = abs(a - e) / allowed
        if excess <= 1 { continue }
        wrong += 1
        // A NaN is worse than any number.
        let rank = excess.isNaN ? Double.infinity : excess
        if worst == nil || rank > worst!.excess { worst = (index, rank) }
    }
    guard let worst else { return nil }
    var place = "\(worst.index)"
    if let shape, shape.rank > 1 {
        place = zip(shape.strides, shape.sizes).map { "\(worst.index / $0 % max($1, 1))" }.joined(separator: ", ")
    }
    let a = actual[worst.index], e = expected[worst.index]
    return "[\(place)] is \(a) instead of \(e), off by \(abs(a - e)); \(wrong) of \(actual.count) elements differ"
}

/// Compares a tensor with expected values; a shape that differs is a mismatch, too.
public func mismatch(
    _ actual: Tensor, _ expected: GoldenTensor, rtol: Double = 1e-6, atol: Double = 1e-6
) throws -> String? {
    let shape = Shape(expected.shape)
    guard actual.shape == shape else { return "shape \(actual.shape) instead of \(shape)" }
    return mismatch(try actual.scalars(Double.self), expected.values, shape: shape, rtol: rtol, atol: atol)
}

/// Compares two tensors.
public func mismatch(
    _ actual: Tensor, _ expected: Tensor, rtol: Double = 1e-6, atol: Double = 1e-6
) throws -> String? {
    guard actual.shape == expected.shape else { return "shape \(actual.shape) instead of \(expected.shape)" }
    return mismatch(
        try actual.scalars(Double.self), try expected.scalars(Double.self), shape: expected.shape, rtol: rtol,
        atol: atol)
}

/// Compares a tensor of one element with a number.
public func mismatch(_ actual: Tensor, _ expected: Double, rtol: Double = 1e-6, atol: Double = 1e-6) throws -> String? {
    mismatch([try actual.scalar(Double.self)], [expected], rtol: rtol, atol: atol)
}
