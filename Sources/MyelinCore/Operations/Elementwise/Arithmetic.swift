import CVectorKernels

/// a + b.
package struct Add: BinaryOperation {
    package static let name = "add"
    package static let opcode = MYELIN_OP_ADD
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (cotangent, cotangent)
    }
}

/// a - b.
package struct Subtract: BinaryOperation {
    package static let name = "subtract"
    package static let opcode = MYELIN_OP_SUBTRACT
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (cotangent, -cotangent)
    }
}

/// a * b.
package struct Multiply: BinaryOperation {
    package static let name = "multiply"
    package static let opcode = MYELIN_OP_MULTIPLY
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (cotangent * b, cotangent * a)
    }
}

/// a / b; integers towards zero.
package struct Divide: BinaryOperation {
    package static let name = "divide"
    package static let opcode = MYELIN_OP_DIVIDE
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (cotangent / b, -(cotangent * y / b))
    }
}

/// The remainder with the divisor's sign, as Python's %.
package struct Remainder: BinaryOperation {
    package static let name = "remainder"
    package static let opcode = MYELIN_OP_REMAINDER
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (cotangent, -(cotangent * floor(a / b)))
    }
}

/// The sum, with broadcasting.
public func + (a: Tensor, b: Tensor) -> Tensor { .binary(Add(), a, b) }
/// The difference, with broadcasting.
public func - (a: Tensor, b: Tensor) -> Tensor { .binary(Subtract(), a, b) }
/// The product element by element, with broadcasting.
public func * (a: Tensor, b: Tensor) -> Tensor { .binary(Multiply(), a, b) }
/// The quotient, with broadcasting; of integers towards zero, and 0 where the divisor is 0.
public func / (a: Tensor, b: Tensor) -> Tensor { .binary(Divide(), a, b) }
/// The remainder with the sign of the divisor, as Python's `%`.
public func % (a: Tensor, b: Tensor) -> Tensor { .binary(Remainder(), a, b) }

/// A number added to each element; it takes the tensor's element type.
@_disfavoredOverload public func + (a: Tensor, b: Double) -> Tensor { a + Tensor(literal: b) }
/// Each element added to a number.
@_disfavoredOverload public func + (a: Double, b: Tensor) -> Tensor { Tensor(literal: a) + b }
/// A number taken from each element.
@_disfavoredOverload public func - (a: Tensor, b: Double) -> Tensor { a - Tensor(literal: b) }
/// Each element taken from a number.
@_disfavoredOverload public func - (a: Double, b: Tensor) -> Tensor { Tensor(literal: a) - b }
/// Each element times a number.
@_disfavoredOverload public func * (a: Tensor, b: Double) -> Tensor { a * Tensor(literal: b) }
/// A number times each element.
@_disfavoredOverload public func * (a: Double, b: Tensor) -> Tensor { Tensor(literal: a) * b }
/// Each element divided by a number.
@_disfavoredOverload public func / (a: Tensor, b: Double) -> Tensor { a / Tensor(literal: b) }
/// A number divided by each element.
@_disfavoredOverload public func / (a: Double, b: Tensor) -> Tensor { Tensor(literal: a) / b }
/// Replaces a tensor by its sum with another. Nothing is written in place: other copies keep their values.
public func += (a: inout Tensor, b: Tensor) { a = a + b }
/// Replaces a tensor by its difference from another.
public func -= (a: inout Tensor, b: Tensor) { a = a - b }
/// Replaces a tensor by its product with another, element by element.
public func *= (a: inout Tensor, b: Tensor) { a = a * b }
/// Replaces a tensor by its quotient by another.
public func /= (a: inout Tensor, b: Tensor) { a = a / b }
