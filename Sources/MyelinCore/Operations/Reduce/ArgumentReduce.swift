/// The index of the largest or smallest element along an axis, the first of equals, as Int32.
package struct ArgumentReduce: Operation {
    package static let name = "argument_reduce"
    package let axis: Int
    package let smallest: Bool

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        var sizes = inputs[0].shape.sizes
        guard sizes.indices.contains(axis), sizes[axis] > 0 else {
            throw MyelinError(.shape, "no elements along axis \(axis) of shape \(inputs[0].shape)")
        }
        sizes.remove(at: axis)
        return [TensorType(Shape(sizes), .int32)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { [nil] }
}

extension Tensor {
    /// The index of the largest element along `axis`, the first of equals, as Int32.
    public func argmax(axis: Int = -1) -> Tensor { argument(axis, smallest: false) }
    /// The index of the smallest element along `axis`, the first of equals, as Int32.
    public func argmin(axis: Int = -1) -> Tensor { argument(axis, smallest: true) }

    private func argument(_ axis: Int, smallest: Bool) -> Tensor {
        guard let place = shape.resolved(axis: axis) else { return invalidAxis("argmax", axis) }
        return .record(ArgumentReduce(axis: place, smallest: smallest), self)
    }
}
