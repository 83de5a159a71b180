import CVectorKernels

/// x * x.
package struct Square: UnaryOperation {
    package static let name = "square"
    package static let opcode = MYELIN_OP_SQUARE
    package static let accepts = ElementTypes.numbers
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * x * 2 }
}

/// The square root.
package struct SquareRoot: UnaryOperation {
    package static let name = "sqrt"
    package static let opcode = MYELIN_OP_SQRT
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent / y * 0.5 }
}

/// 1 / sqrt(x).
package struct ReciprocalSquareRoot: UnaryOperation {
    package static let name = "rsqrt"
    package static let opcode = MYELIN_OP_RSQRT
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * y * y * y * -0.5 }
}

/// 1 / x.
package struct Reciprocal: UnaryOperation {
    package static let name = "reciprocal"
    package static let opcode = MYELIN_OP_RECIPROCAL
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { -(cotangent * y * y) }
}

/// a to the power of b.
package struct Power: BinaryOperation {
    package static let name = "power"
    package static let opcode = MYELIN_OP_POWER
    package static let accepts = ElementTypes.floats

    // At a = 0 the derivative in b is taken as 0 (a^b is constant in b there for b > 0), as JAX and PyTorch do; at b = 0
    // that in a is 0 too, where the formula says 0 · 0^-1.
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        let logarithm = log(select(a.greater(0), a, Tensor.full(a.shape, 1, dtype: a.dtype)))
        let slope = select(b.equal(0), Tensor.zeros(a.shape, dtype: a.dtype), b * power(a, b - 1))
        return (cotangent * slope, cotangent * y * logarithm)
    }
}

/// `x * x`.
public func square(_ x: Tensor) -> Tensor { .unary(Square(), x) }
/// The square root of each element.
public func sqrt(_ x: Tensor) -> Tensor { .unary(SquareRoot(), x) }
/// `1 / sqrt(x)`.
public func rsqrt(_ x: Tensor) -> Tensor { .unary(ReciprocalSquareRoot(), x) }
/// `1 / x`.
public func reciprocal(_ x: Tensor) -> Tensor { .unary(Reciprocal(), x) }
/// `a` to the power of `b`, with broadcasting.
public func power(_ a: Tensor, _ b: Tensor) -> Tensor { .binary(Power(), a, b) }
