/// The mean of each window's elements that are not padding, as Keras.
package struct AveragePool: Operation {
    package static let name = "average_pool"
    package let window: Window

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        try requireImages(inputs[0])
        let shape = Shape([inputs[0].shape[0]] + (try window.outputSizes(inputs[0].shape)) + [inputs[0].shape[3]])
        return [TensorType(shape, inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(AveragePoolGradient(window: window, inputShape: step.inputs[0].shape), step.cotangent)]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        outputs[0].shape.count * window.size[0] * window.size[1]
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
        inputs[0].shape.count * window.size[0] * window.size[1]
    }
}

/// 2-D convolution of `x` (batch, height, width, channels) with `kernel` (height, width, channels / groups, filters).
public func convolution(
    _ x: Tensor, _ kernel: Tensor, strides: [Int] = [1, 1], padding: Padding = .valid, dilation: [Int] = [1, 1],
    groups: Int = 1
) -> Tensor {
    guard x.rank == 4, kernel.rank == 4 else {
        let error = MyelinError(.shape, "convolution: expected rank 4 twice, got \(x.shape) and \(kernel.shape)")
        return .invalid(x.type, x.error ?? kernel.error ?? error)
    }
    let window = Window(
        size: Array(kernel.shape.sizes[..<2]), strides: strides, dilation: dilation, padding: padding,
        over: Array(x.shape.sizes[1..<3]))
    return .record(Convolution(window: window, groups: groups), x, kernel)
}

/// The largest element of each window of (batch, height, width, channels).
public func maximumPool(_ x: Tensor, size: [Int], strides: [Int]? = nil, padding: Padding = .valid) -> Tensor {
    pooled(x, "maximum_pool", size, strides, padding) { MaximumPool(window: $0) }
}

/// The mean of each window of (batch, height, width, channels).
public func averagePool(_ x: Tensor, size: [Int], strides: [Int]? = nil, padding: Padding = .valid) -> Tensor {
    pooled(x, "average_pool", size, strides, padding) { AveragePool(window: $0) }
}

private func pooled(
    _ x: Tensor, _ name: String, _ size: [Int], _ strides: [Int]?, _ padding: Padding,
    _ operation: (Window) -> any Operation
) -> Tensor {
    guard x.rank == 4 else {
        let error = MyelinError(.shape, "\(name): expected (batch, height, width, channels), got \(x.shape)")
        return .invalid(x.type, x.error ?? error)
    }
    let over = Array(x.shape.sizes[1..<3])
    return .record(operation(Window(size: size, strides: strides ?? size, padding: padding, over: over)), x)
}
