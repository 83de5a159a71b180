/// Cross-correlation of (batch, height, width, channels) with a kernel (height, width, channels / groups, filters), as
/// Keras' Conv2D. Inputs: x, kernel; with `epilogue.hasBias` a bias too.
package struct Convolution: CompositeOperation {
    package static let name = "convolution"
    package let window: Window
    package var groups = 1
    /// Set by the fusion pass alone.
    package var epilogue = Epilogue()

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let x = inputs[0], kernel = inputs[1]
        try requireImages(x)
        guard x.dtype == kernel.dtype, kernel.shape.rank == 4 else {
            throw MyelinError(.shape, "expected a kernel \(x.dtype) of rank 4, got \(kernel)")
        }
        guard groups >= 1, x.shape[3] == kernel.shape[2] * groups, kernel.shape[3] % groups == 0 else {
            throw MyelinError(
                .shape, "a kernel \(kernel.shape) in \(groups) groups does not fit \(x.shape[3]) input channels")
        }
        return [TensorType(Shape([x.shape[0]] + (try window.outputSizes(x.shape)) + [kernel.shape[3]]), x.dtype)]
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let patches = WindowPatches(window: window, x: inputs[0], groups: groups)
        let kernel = inputs[1]
        var total: Tensor?
        for place in patches.places {
            let weights = patches.kernel(kernel, at: place)
            let product = Tensor.record(MatMul(), patches.rows(at: place), weights)
            total = total.map { $0 + product } ?? product
        }
        return [patches.image(fromRows: total!, channels: kernel.shape[3])]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let x = step.inputs[0], kernel = step.inputs[1], g = step.cotangent
        return [
            .record(ConvolutionInputGradient(window: window, groups: groups, inputShape: x.shape), g, kernel),
            .record(ConvolutionKernelGradient(window: window, groups: groups, kernelShape: kernel.shape), x, g),
        ]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        2 * outputs[0].shape.count * inputs[1].shape.count / inputs[1].shape[3]
    }
}

/// The gradient of a convolution with respect to its input, from the output's gradient and the kernel.
package struct ConvolutionInputGradient: CompositeOperation {
    package static let name = "convolution_input_gradient"
    package let window: Window
    package let groups: Int
    package let inputShape: Shape

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType(inputShape, inputs[0].dtype)] }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let g = inputs[0], kernel = inputs[1]
        let x = Tensor.zeros(inputShape, dtype: g.dtype)
        let patches = WindowPatches(window: window, x: x, groups: groups)
        let rows = patches.rows(fromImage: g)
        var total: Tensor?
        for place in patches.places {
            let product = Tensor.record(MatMul(bTransposed: true), rows, patches.kernel(kernel, at: place))
            let spread = patches.spread(product, at: place)
            total = total.map { $0 + spread } ?? spread
        }
        return [patches.withoutPadding(total!)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let g = step.inputs[0], kernel = step.inputs[1], c = step.cotangent
        return [
            .record(Convolution(window: window, groups: groups), c, kernel),
            .record(ConvolutionKernelGradient(window: window, groups: groups, kernelShape: kernel.shape), c, g),
        ]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        2 * inputs[0].shape.count * inputs[1].shape.count / inputs[1].shape[3]
    }
}

/// The gradient of a convolution with respect to its kernel, from the input and the output's gradient. With `withBias`
/// (set by the fusion pass) a second result is the sum of the output's gradient over all but the channels.
package struct ConvolutionKernelGradient: CompositeOperation {
    package static let name = "convolution_kernel_gradient"
    package let window: Window
    package let groups: Int
    package let kernelShape: Shape
    package var withBias = false

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] {
        let kernel = TensorType(kernelShape, inputs[0].dtype)
        return withBias ? [kernel, TensorType([kernelShape[3]], inputs[0].dtype)] : [kernel]
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let x = inputs[0], g = inputs[1]
        let patches = WindowPatches(window: window, x: x, groups: groups)
        let rows = patches.rows(fromImage: g)
        let parts = patches.places.map { place in
            Tensor.record(MatMul(aTransposed: true), patches.rows(at: place), rows)
        }
        return [patches.kernel(fromParts: parts, shape: kernelShape)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let x = step.inputs[0], g = step.inputs[1], c = step.cotangent
        return [
            .record(ConvolutionInputGradient(window: window, groups: groups, inputShape: x.shape), g, c),
            .record(Convolution(window: window, groups: groups), x, c),
        ]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        2 * inputs[1].shape.count * kernelShape.count / kernelShape[3]
    }
}

func requireImages(_ type: TensorType) throws {
    guard type.shape.rank == 4 else {
        throw MyelinError(.shape, "expected an input of rank 4 (batch, height, width, channels), got \(type.shape)")
    }
    guard type.dtype.isFloatingPoint else { throw MyelinError(.dtype, "expected floats, got \(type.dtype)") }
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
