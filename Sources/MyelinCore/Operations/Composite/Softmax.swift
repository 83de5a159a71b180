/// exp(x) / sum(exp(x)) along the last axis.
package struct SoftmaxOperation: CompositeOperation {
    package static let name = "softmax"
    package var logarithm = false

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard inputs[0].dtype.isFloatingPoint, inputs[0].shape.rank >= 1 else {
            throw MyelinError(.dtype, "expected floats of rank 1 or more, got \(inputs[0])")
        }
        return [inputs[0]]
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let shifted = inputs[0] - inputs[0].max(axes: [-1], keepDimensions: true)
        let total = exp(shifted).sum(axes: [-1], keepDimensions: true)
        return [logarithm ? shifted - log(total) : exp(shifted) / total]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(SoftmaxGradient(logarithm: logarithm), step.cotangent, step.output)]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        5 * outputs[0].shape.count
    }
}

/// The gradient of softmax from the result's gradient and the result.
package struct SoftmaxGradient: CompositeOperation {
    package static let name = "softmax_gradient"
    package let logarithm: Bool

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [inputs[0]] }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let g = inputs[0], y = inputs[1]
        if logarithm { return [g - exp(y) * g.sum(axes: [-1], keepDimensions: true)] }
        return [y * (g - (g * y).sum(axes: [-1], keepDimensions: true))]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        4 * outputs[0].shape.count
    }
}

/// `exp(x) / sum(exp(x))` along `axis`.
public func softmax(_ x: Tensor, axis: Int = -1) -> Tensor { alongLast(x, axis) { .record(SoftmaxOperation(), $0) } }

/// The logarithm of softmax along `axis`, without overflow.
public func logSoftmax(_ x: Tensor, axis: Int = -1) -> Tensor {
    alongLast(x, axis) { .record(SoftmaxOperation(logarithm: true), $0) }
}

private func alongLast(_ x: Tensor, _ axis: Int, _ body: (Tensor) -> Tensor) -> Tensor {
    guard let place = x.shape.resolved(axis: axis) else { return x.invalidAxis("softmax", axis) }
    if place == x.rank - 1 { return body(x) }
    var order = Array(0..<x.rank)
    order.swapAt(place, x.rank - 1)
    return body(x.transposed(order)).transposed(order)
}
