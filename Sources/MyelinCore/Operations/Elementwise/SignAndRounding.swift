import CVectorKernels

/// -x.
package struct Negate: UnaryOperation {
    package static let name = "negate"
    package static let opcode = MYELIN_OP_NEGATE
    package static let accepts = ElementTypes.numbers
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { -cotangent }
}

/// |x|; its derivative at 0 is 0, as in Keras.
package struct Absolute: UnaryOperation {
    package static let name = "abs"
    package static let opcode = MYELIN_OP_ABSOLUTE
    package static let accepts = ElementTypes.numbers
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * sign(x) }
}

/// -1, 0 or 1.
package struct Sign: UnaryOperation {
    package static let name = "sign"
    package static let opcode = MYELIN_OP_SIGN
    package static let accepts = ElementTypes.numbers
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { nil }
}

/// The largest whole number not above x.
package struct Floor: UnaryOperation {
    package static let name = "floor"
    package static let opcode = MYELIN_OP_FLOOR
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { nil }
}

/// The smallest whole number not below x.
package struct Ceil: UnaryOperation {
    package static let name = "ceil"
    package static let opcode = MYELIN_OP_CEIL
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { nil }
}

/// The nearest whole number, halves to even.
package struct Round: UnaryOperation {
    package static let name = "round"
    package static let opcode = MYELIN_OP_ROUND
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { nil }
}

/// `-x`.
public prefix func - (x: Tensor) -> Tensor { .unary(Negate(), x) }
/// The absolute value of each element.
public func abs(_ x: Tensor) -> Tensor { .unary(Absolute(), x) }
/// -1, 0 or 1 by the sign of each element.
public func sign(_ x: Tensor) -> Tensor { .unary(Sign(), x) }
/// The largest whole number not above each element.
public func floor(_ x: Tensor) -> Tensor { .unary(Floor(), x) }
/// The smallest whole number not below each element.
public func ceil(_ x: Tensor) -> Tensor { .unary(Ceil(), x) }
/// The nearest whole number, halves to even.
public func round(_ x: Tensor) -> Tensor { .unary(Round(), x) }
