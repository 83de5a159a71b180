/// The largest element of each window, and its place in the window (the first of equals). Padding never wins.
package struct MaximumPool: Operation {
    package static let name = "maximum_pool"
    package let window: Window

    /// The places are UInt8 where the window has at most 256, else Int32.
    package var indexType: DType { window.size.reduce(1, *) <= 256 ? .uint8 : .int32 }

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let pooled = try window.pooledType(inputs[0])
        return [pooled, TensorType(pooled.shape, indexType)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let operation = MaximumPoolGradient(window: window, inputShape: step.inputs[0].shape)
        return [.record(operation, step.cotangent, step.outputs[1])]
    }
}

/// Sends each element to its window's winner; equal to the gradient of the maximum.
package struct MaximumPoolGradient: Operation {
    package static let name = "maximum_pool_gradient"
    package let window: Window
    package let inputShape: Shape

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType(inputShape, inputs[0].dtype)] }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(MaximumPoolSelect(window: window), step.cotangent, step.inputs[1]), nil]
    }
}

/// Takes from each window the element at a given place: the transpose of `MaximumPoolGradient`.
package struct MaximumPoolSelect: Operation {
    package static let name = "maximum_pool_select"
    package let window: Window

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] {
        [TensorType(inputs[1].shape, inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let operation = MaximumPoolGradient(window: window, inputShape: step.inputs[0].shape)
        return [.record(operation, step.cotangent, step.inputs[1]), nil]
    }
}

/// The largest element of each window of (batch, spatial..., channels), over one, two or three axes.
public func maximumPool(_ x: Tensor, size: [Int], strides: [Int]? = nil, padding: Padding = .valid) -> Tensor {
    pooled(x, "maximum_pool", size, strides, padding) { MaximumPool(window: $0) }
}
