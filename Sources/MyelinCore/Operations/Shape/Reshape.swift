/// The same elements in the same order with other axes.
package struct ReshapeOperation: Operation {
    package static let name = "reshape"
    package let shape: Shape

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard inputs[0].shape.count == shape.count, shape.sizes.allSatisfy({ $0 >= 0 }) else {
            throw MyelinError(
                .shape, "cannot reshape \(inputs[0].shape) to \(shape): \(inputs[0].shape.count) elements")
        }
        return [TensorType(shape, inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { [step.cotangent.reshaped(to: step.inputs[0].shape)] }
}

extension Tensor {
    /// The same elements with another shape; one size may be -1 and is then inferred.
    public func reshaped(to shape: Shape) -> Tensor {
        var shape = shape
        if let open = shape.sizes.firstIndex(of: -1) {
            let known = shape.sizes.enumerated().reduce(1) { $1.offset == open ? $0 : $0 * $1.element }
            shape[open] = known == 0 ? 0 : count / known
        }
        return shape == self.shape ? self : .record(ReshapeOperation(shape: shape), self)
    }

    /// The same tensor as another one, for those who tell tensors apart.
    package func recordedAgain() -> Tensor { .record(ReshapeOperation(shape: shape), self) }

    /// One axis of all elements.
    public func flattened() -> Tensor { reshaped(to: [count]) }

    /// A new axis of size 1 at `axis`, which may be `rank` or count from the end.
    public func expanded(at axis: Int) -> Tensor {
        let place = axis < 0 ? axis + rank + 1 : axis
        guard (0...rank).contains(place) else { return invalidAxis("expanded", axis) }
        return reshaped(to: Shape(Array(shape.sizes[..<place]) + [1] + Array(shape.sizes[place...])))
    }

    /// Without the axes of size 1, or without those of `axes`.
    public func squeezed(axes: [Int]? = nil) -> Tensor {
        let chosen = axes.map { Set($0.map { $0 < 0 ? $0 + rank : $0 }) } ?? Set((0..<rank).filter { shape[$0] == 1 })
        for axis in chosen where !(0..<rank).contains(axis) || shape[axis] != 1 { return invalidAxis("squeezed", axis) }
        return reshaped(to: Shape((0..<rank).filter { !chosen.contains($0) }.map { shape[$0] }))
    }

    func invalidAxis(_ name: String, _ axis: Int) -> Tensor {
        .invalid(type, error ?? MyelinError(.shape, "\(name): axis \(axis) does not fit shape \(shape)"))
    }
}
