/// Axes in another order: axis i of the result is axis `permutation[i]` of the operand.
package struct Transpose: Operation {
    package static let name = "transpose"
    package let permutation: [Int]

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard permutation.sorted() == Array(0..<inputs[0].shape.rank) else {
            throw MyelinError(.shape, "\(permutation) is no permutation of the axes of \(inputs[0].shape)")
        }
        return [TensorType(Shape(permutation.map { inputs[0].shape[$0] }), inputs[0].dtype)]
    }

    package var inverse: [Int] {
        var inverse = permutation
        for (place, axis) in permutation.enumerated() { inverse[axis] = place }
        return inverse
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { [step.cotangent.transposed(inverse)] }
}

extension Tensor {
    /// The axes in another order; by default reversed. Axis i of the result is axis `permutation[i]` of this.
    public func transposed(_ permutation: [Int]? = nil) -> Tensor {
        let permutation = permutation ?? (0..<rank).reversed()
        return permutation == Array(0..<rank) ? self : .record(Transpose(permutation: permutation), self)
    }

    /// With the last two axes exchanged.
    package func matrixTransposed() -> Tensor {
        guard rank >= 2 else { return invalidAxis("transposed", -2) }
        return transposed(Array(0..<rank - 2) + [rank - 1, rank - 2])
    }
}
