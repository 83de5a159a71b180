import CVectorKernels

/// 0, 1, 2, … in row-major order.
package struct Iota: ElementwiseOperation {
    package static let name = "iota"
    package static let opcode = MYELIN_OP_IOTA
    let shape: Shape
    let dtype: DType

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType(shape, dtype)] }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [] }
}
