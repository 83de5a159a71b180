/// A chain of elementwise operations run in one pass over memory. Made by the fusion pass; it has no gradient of its own.
package struct FusedElementwise: Operation {
    package static let name = "fused"

    /// One vector instruction; operands number the inputs first, then the earlier steps.
    package struct Step: Hashable, Sendable {
        package var name: String
        package var opcode: Int32
        package var dtype: DType
        package var result: DType
        package var immediate: Double
        package var operands: [Int]
    }

    /// How an input is read.
    package enum Access: Hashable, Sendable {
        /// Element by element, of the iteration's shape.
        case whole
        /// One number for all elements.
        case scalar
        /// By these strides along the axes of the iteration's shape, 0 where it is repeated.
        case strided([Int])
    }

    package var steps: [Step]
    package var access: [Access]
    /// The steps whose results are written to memory.
    package var written: [Int]
    /// The iteration's shape; for several segments, one each, and the Program's inputs and outputs follow each other.
    package var shapes: [Shape]

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] {
        shapes.flatMap { shape in written.map { TensorType(shape, steps[$0].result) } }
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        preconditionFailure("fused instructions are made after differentiation")
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        shapes.reduce(0) { $0 + $1.count } * steps.count
    }
}
