/// The mean of each window's elements that are not padding, as Keras.
package struct AveragePool: Operation {
    package static let name = "average_pool"
    package let window: Window

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        [try window.pooledType(inputs[0])]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(AveragePoolGradient(window: window, inputShape: step.inputs[0].shape), step.cotangent)]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        outputs[0].shape.count * window.size.reduce(1, *)
    }
}

/// Spreads each element evenly over its window.
package struct AveragePoolGradient: Operation {
    package static let name = "average_pool_gradient"
    package let window: Window
    package let inputShape: Shape

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType(inputShape, inputs[0].dtype)] }

    package func gradients(_ step: GradientStep) -> [Tensor?] { [.record(AveragePool(window: window), step.cotangent)] }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        inputs[0].shape.count * window.size.reduce(1, *)
    }
}

/// The mean of each window of (batch, spatial..., channels), over one, two or three axes.
public func averagePool(_ x: Tensor, size: [Int], strides: [Int]? = nil, padding: Padding = .valid) -> Tensor {
    pooled(x, "average_pool", size, strides, padding) { AveragePool(window: $0) }
}
