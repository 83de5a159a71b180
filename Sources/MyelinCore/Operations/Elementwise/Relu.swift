import CVectorKernels

/// max(x, 0); its derivative at 0 is 0, as in Keras.
package struct Relu: UnaryOperation {
    package static let name = "relu"
    package static let opcode = MYELIN_OP_RELU
    package static let accepts = ElementTypes.numbers
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        Tensor.binary(ReluGradient(), cotangent, y)
    }
}

/// x for x > 0, else slope * x.
package struct LeakyRelu: UnaryOperation {
    package static let name = "leaky_relu"
    package static let opcode = MYELIN_OP_LEAKY_RELU
    let slope: Double
    package var immediate: Double { slope }
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        .binary(LeakyReluGradient(slope: slope), cotangent, x)
    }
}

/// The gradient of relu from the result's gradient a and the operand or result b: b > 0 ? a : 0.
package struct ReluGradient: BinaryOperation {
    package static let name = "relu_gradient"
    package static let opcode = MYELIN_OP_RELU_GRADIENT
    package static let accepts = ElementTypes.floats
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (Tensor.binary(self, cotangent, b), nil)
    }
}

/// The gradient of leaky relu: b > 0 ? a : slope * a.
package struct LeakyReluGradient: BinaryOperation {
    package static let name = "leaky_relu_gradient"
    package static let opcode = MYELIN_OP_LEAKY_RELU_GRADIENT
    package static let accepts = ElementTypes.floats
    let slope: Double
    package var immediate: Double { slope }
    package func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?) {
        (Tensor.binary(self, cotangent, b), nil)
    }
}

/// `max(x, 0)`.
public func relu(_ x: Tensor) -> Tensor { .unary(Relu(), x) }
/// `x` for x > 0, else `slope * x`.
public func leakyRelu(_ x: Tensor, slope: Double = 0.2) -> Tensor { .unary(LeakyRelu(slope: slope), x) }
