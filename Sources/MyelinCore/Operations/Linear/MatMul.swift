import CVectorKernels

/// The product of the matrices in the last two axes; leading axes are equal and count off the products.
package struct MatMul: ProductOperation {
    package static let name = "matmul"
    package var aTransposed = false
    package var bTransposed = false
    /// What a backend does to the product before it is stored; set by the fusion pass alone.
    package var epilogue = Epilogue()
    package var isOfBFloat16 = false

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let a = inputs[0], b = inputs[1]
        // Bytes times floats is what the simplifier makes of converted bytes.
        guard b.dtype.isFloatingPoint, b.dtype == a.dtype || a.dtype == .uint8 && b.dtype == .float32 else {
            throw MyelinError(.dtype, "expected float operands of one type, got \(a.dtype) and \(b.dtype)")
        }
        let rank = a.shape.rank
        guard rank >= 2, b.shape.rank == rank, a.shape.sizes.dropLast(2) == b.shape.sizes.dropLast(2) else {
            throw MyelinError(.shape, "cannot multiply \(a.shape) by \(b.shape)")
        }
        let (m, k) = rowsAndColumns(a.shape, aTransposed)
        let (inner, n) = rowsAndColumns(b.shape, bTransposed)
        guard k == inner else {
            throw MyelinError(.shape, "cannot multiply \(a.shape) by \(b.shape): \(k) is not \(inner)")
        }
        return [TensorType(Shape(a.shape.sizes.dropLast(2) + [m, n]), b.dtype)]
    }

    package func rowsAndColumns(_ shape: Shape, _ transposed: Bool) -> (Int, Int) {
        let rows = shape[shape.rank - 2], columns = shape[shape.rank - 1]
        return transposed ? (columns, rows) : (rows, columns)
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let a = step.inputs[0], b = step.inputs[1], g = step.cotangent
        // With op(a) = A, op(b) = B and C = A B: dA = g B', dB = A' g, each written for the stored orientation.
        let da = aTransposed ? product(b, bTransposed, g, true) : product(g, false, b, !bTransposed)
        let db = bTransposed ? product(g, true, a, aTransposed) : product(a, !aTransposed, g, false)
        return [da, db]
    }

    private func product(_ a: Tensor, _ aTransposed: Bool, _ b: Tensor, _ bTransposed: Bool) -> Tensor {
        .record(MatMul(aTransposed: aTransposed, bTransposed: bTransposed), a, b)
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        2 * outputs[0].shape.count * rowsAndColumns(inputs[0].shape, aTransposed).1
    }
}

/// What is done to a product or a convolution while its result is in cache: a bias is added to the last axis, then an
/// activation is applied.
package struct Epilogue: Hashable, Sendable {
    package var hasBias = false
    /// A unary vector instruction; 0 for none.
    package var activation: Int32 = 0
    package var immediate: Double = 0
}

/// The product of matrices in the last two axes, as NumPy's: vectors count as a row or a column, leading axes broadcast.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
    let dtype = DType.promoted(DType.promoted(a.dtype, b.dtype), .float32)
    var left = a.cast(to: dtype), right = b.cast(to: dtype)
    guard a.rank > 0, b.rank > 0 else { return a.invalidAxis("matmul", -1) }
    if a.rank == 1 { left = left.expanded(at: 0) }
    if b.rank == 1 { right = right.expanded(at: 1) }
    var result: Tensor
    if right.rank == 2, left.rank > 2 {
        // One product of all rows instead of many small ones.
        let rows = left.reshaped(to: [left.shape.sizes.dropLast().reduce(1, *), left.shape[left.rank - 1]])
        result = Tensor.record(MatMul(), rows, right)
        result = result.reshaped(to: Shape(left.shape.sizes.dropLast() + [right.shape[1]]))
    } else {
        let leading = Shape.broadcast(Shape(left.shape.sizes.dropLast(2)), Shape(right.shape.sizes.dropLast(2)))
        guard let leading else {
            return .invalid(left.type, MyelinError(.shape, "matmul: cannot multiply \(a.shape) by \(b.shape)"))
        }
        left = left.broadcast(to: Shape(leading.sizes + left.shape.sizes.suffix(2)))
        right = right.broadcast(to: Shape(leading.sizes + right.shape.sizes.suffix(2)))
        result = Tensor.record(MatMul(), left, right)
    }
    if a.rank == 1 { result = result.squeezed(axes: [result.rank - 2]) }
    if b.rank == 1 { result = result.squeezed(axes: [result.rank - 1]) }
    return result
}
