import CVectorKernels

/// e to the power of x.
package struct Exp: UnaryOperation {
    package static let name = "exp"
    package static let opcode = MYELIN_OP_EXP
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * y }
}

/// exp(x) - 1, exact near 0.
package struct Expm1: UnaryOperation {
    package static let name = "expm1"
    package static let opcode = MYELIN_OP_EXPM1
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * (y + 1) }
}

/// The natural logarithm.
package struct Log: UnaryOperation {
    package static let name = "log"
    package static let opcode = MYELIN_OP_LOG
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent / x }
}

/// log(1 + x), exact near 0.
package struct Log1p: UnaryOperation {
    package static let name = "log1p"
    package static let opcode = MYELIN_OP_LOG1P
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent / (x + 1) }
}

/// log(1 + exp(x)), for any x.
package struct Softplus: UnaryOperation {
    package static let name = "softplus"
    package static let opcode = MYELIN_OP_SOFTPLUS
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * sigmoid(x) }
}

/// e to the power of each element.
public func exp(_ x: Tensor) -> Tensor { .unary(Exp(), x) }
/// `exp(x) - 1`, exact near 0.
public func expm1(_ x: Tensor) -> Tensor { .unary(Expm1(), x) }
/// The natural logarithm of each element.
public func log(_ x: Tensor) -> Tensor { .unary(Log(), x) }
/// `log(1 + x)`, exact near 0.
public func log1p(_ x: Tensor) -> Tensor { .unary(Log1p(), x) }
/// `log(1 + exp(x))`, without overflow.
public func softplus(_ x: Tensor) -> Tensor { .unary(Softplus(), x) }
