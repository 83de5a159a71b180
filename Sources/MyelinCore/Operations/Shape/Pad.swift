/// Adds `low` and `high` elements of one value at the ends of each axis, and `interior` between neighbours.
package struct Pad: Operation {
    package static let name = "pad"
    package let low, high, interior: [Int]
    package let value: Double

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let shape = inputs[0].shape
        guard low.count == shape.rank, high.count == shape.rank, (low + high + interior).allSatisfy({ $0 >= 0 }) else {
            throw MyelinError(.shape, "cannot pad \(shape) by \(low) and \(high)")
        }
        let sizes = (0..<shape.rank).map {
            low[$0] + high[$0] + shape[$0] + Swift.max(shape[$0] - 1, 0) * interior[$0]
        }
        return [TensorType(Shape(sizes), inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let shape = step.inputs[0].shape
        if shape.count == 0 { return [Tensor.zeros(shape, dtype: step.inputs[0].dtype)] }
        return [.record(Slice(starts: low, counts: shape.sizes, steps: interior.map { $0 + 1 }), step.cotangent)]
    }
}

extension Tensor {
    /// With `low` and `high` elements of `value` added at the ends of each axis, and `interior` between neighbours.
    public func padded(low: [Int], high: [Int], interior: [Int]? = nil, value: Double = 0) -> Tensor {
        let interior = interior ?? [Int](repeating: 0, count: low.count)
        if (low + high + interior).allSatisfy({ $0 == 0 }) { return self }
        return .record(Pad(low: low, high: high, interior: interior, value: value), self)
    }
}
