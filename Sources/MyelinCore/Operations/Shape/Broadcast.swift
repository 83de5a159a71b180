/// Repeats axes of size 1 to a shape of the same rank. All broadcasting goes through it, so that no other gradient rule
/// has to undo it.
package struct Broadcast: Operation {
    package static let name = "broadcast"
    package let shape: Shape

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let source = inputs[0].shape
        guard source.rank == shape.rank, shape.sizes.allSatisfy({ $0 >= 0 }),
            (0..<source.rank).allSatisfy({ source[$0] == shape[$0] || source[$0] == 1 })
        else {
            throw MyelinError(.shape, "shape \(source) does not broadcast to \(shape)")
        }
        return [TensorType(shape, inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let source = step.inputs[0].shape
        let repeated = (0..<source.rank).filter { source[$0] == 1 && shape[$0] != 1 }
        return [step.cotangent.sum(axes: repeated, keepDimensions: true)]
    }
}

extension Tensor {
    /// Repeated along new leading axes and axes of size 1 to the given shape, by NumPy's rule.
    public func broadcast(to shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        guard rank <= shape.rank else {
            return .invalid(
                TensorType(shape, dtype), error ?? MyelinError(.shape, "broadcast: \(self.shape) does not fit \(shape)")
            )
        }
        let leading = Shape([Int](repeating: 1, count: shape.rank - rank) + self.shape.sizes)
        return reshaped(to: leading).broadcastSameRank(to: shape)
    }

    private func broadcastSameRank(to shape: Shape) -> Tensor {
        shape == self.shape ? self : .record(Broadcast(shape: shape), self)
    }
}
