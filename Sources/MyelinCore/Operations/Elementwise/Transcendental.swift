import CVectorKernels

/// The sine of an angle in radians.
package struct Sin: UnaryOperation {
    package static let name = "sin"
    package static let opcode = MYELIN_OP_SIN
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent * cos(x) }
}

/// The cosine of an angle in radians.
package struct Cos: UnaryOperation {
    package static let name = "cos"
    package static let opcode = MYELIN_OP_COS
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { -(cotangent * sin(x)) }
}

/// The hyperbolic tangent.
package struct Tanh: UnaryOperation {
    package static let name = "tanh"
    package static let opcode = MYELIN_OP_TANH
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        Tensor.binary(TanhGradient(), cotangent, y)
    }
}

/// 1 / (1 + exp(-x)).
package struct Sigmoid: UnaryOperation {
    package static let name = "sigmoid"
    package static let opcode = MYELIN_OP_SIGMOID
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        Tensor.binary(SigmoidGradient(), cotangent, y)
    }
}

/// The error function.
package struct Erf: UnaryOperation {
    package static let name = "erf"
    package static let opcode = MYELIN_OP_ERF
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        cotangent * exp(-square(x)) * (2 / Double.pi.squareRoot())
    }
}

/// The inverse of the error function.
package struct ErfInverse: UnaryOperation {
    package static let name = "erfinv"
    package static let opcode = MYELIN_OP_ERFINV
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        cotangent * exp(square(y)) * (Double.pi.squareRoot() / 2)
    }
}

/// The gradient of tanh from the result's gradient a and the result b: a * (1 - b * b).
package struct TanhGradient: BinaryOperation {
    package static let name = "tanh_gradient"
    package static let opcode = MYELIN_OP_TANH_GRADIENT
    package static let accepts = ElementTypes.floats
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (Tensor.binary(self, cotangent, b), cotangent * a * b * -2)
    }
}

/// The gradient of sigmoid from the result's gradient a and the result b: a * b * (1 - b).
package struct SigmoidGradient: BinaryOperation {
    package static let name = "sigmoid_gradient"
    package static let opcode = MYELIN_OP_SIGMOID_GRADIENT
    package static let accepts = ElementTypes.floats
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (Tensor.binary(self, cotangent, b), cotangent * a * (1 - b * 2))
    }
}

/// The sine of each element, an angle in radians.
public func sin(_ x: Tensor) -> Tensor { .unary(Sin(), x) }
/// The cosine of each element, an angle in radians.
public func cos(_ x: Tensor) -> Tensor { .unary(Cos(), x) }
/// The hyperbolic tangent of each element.
public func tanh(_ x: Tensor) -> Tensor { .unary(Tanh(), x) }
/// `1 / (1 + exp(-x))`.
public func sigmoid(_ x: Tensor) -> Tensor { .unary(Sigmoid(), x) }
/// The error function.
public func erf(_ x: Tensor) -> Tensor { .unary(Erf(), x) }
/// The inverse of the error function, for elements in (-1, 1).
public func erfinv(_ x: Tensor) -> Tensor { .unary(ErfInverse(), x) }
