import CVectorKernels

// Where both operands are equal, each gets half of the gradient, as JAX and TensorFlow's numpy semantics have it.
private func shares(_ a: Tensor, _ b: Tensor, _ aWins: Tensor) -> (Tensor, Tensor) {
    let half = a.equal(b).cast(to: a.dtype) * 0.5
    let first = aWins.cast(to: a.dtype) + half
    return (first, 1 - first)
}

/// The larger of a and b; NaN if one is.
package struct Maximum: BinaryOperation {
    package static let name = "maximum"
    package static let opcode = MYELIN_OP_MAXIMUM
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        let (first, second) = shares(a, b, a.greater(b))
        return (cotangent * first, cotangent * second)
    }
}

/// The smaller of a and b; NaN if one is.
package struct Minimum: BinaryOperation {
    package static let name = "minimum"
    package static let opcode = MYELIN_OP_MINIMUM
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        let (first, second) = shares(a, b, a.less(b))
        return (cotangent * first, cotangent * second)
    }
}

/// The larger of each pair of elements, with broadcasting.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { .binary(Maximum(), a, b) }
/// The smaller of each pair of elements, with broadcasting.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { .binary(Minimum(), a, b) }

/// Limits each element to a range; outside of it the gradient is 0, at the bounds it passes.
public func clip(_ x: Tensor, min lower: Double, max upper: Double) -> Tensor {
    let low = Tensor(lower, x.dtype).broadcast(to: x.shape)
    let high = Tensor(upper, x.dtype).broadcast(to: x.shape)
    return select(x.less(low), low, select(x.greater(high), high, x))
}
