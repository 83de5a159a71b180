/// Cross-correlation of (batch, spatial..., channels) with a kernel (spatial..., channels / groups, filters) over one, two
/// or three spatial axes, as Keras' Conv1D, Conv2D and Conv3D. Inputs: x, kernel; with `epilogue.hasBias` a bias too.
package struct Convolution: CompositeOperation, ProductOperation {
    package static let name = "convolution"
    package let window: Window
    package var groups = 1
    /// Set by the fusion pass alone.
    package var epilogue = Epilogue()
    package var isOfBFloat16 = false

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let x = inputs[0], kernel = inputs[1]
        try requireImages(x, spatialRank: window.rank)
        guard x.dtype == kernel.dtype, kernel.shape.rank == x.shape.rank else {
            throw MyelinError(.shape, "expected a kernel \(x.dtype) of rank \(x.shape.rank), got \(kernel)")
        }
        let channels = x.shape.channels, filters = kernel.shape.channels
        guard groups >= 1, channels % groups == 0, kernel.shape[window.rank] == channels / groups,
            filters % groups == 0
        else {
            throw MyelinError(
                .shape, "a kernel \(kernel.shape) in \(groups) groups does not fit \(channels) input channels")
        }
        return [TensorType(Shape([x.shape[0]] + (try window.outputSizes(x.shape)) + [filters]), x.dtype)]
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
        return [patches.image(fromRows: total!, channels: kernel.shape.channels)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let x = step.inputs[0], kernel = step.inputs[1], g = step.cotangent
        return [
            .record(ConvolutionInputGradient(window: window, groups: groups, inputShape: x.shape), g, kernel),
            .record(ConvolutionKernelGradient(window: window, groups: groups, kernelShape: kernel.shape), x, g),
        ]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        2 * outputs[0].shape.count * inputs[1].shape.count / inputs[1].shape.channels
    }
}

/// The gradient of a convolution with respect to its input, from the output's gradient and the kernel.
package struct ConvolutionInputGradient: CompositeOperation, ProductOperation {
    package static let name = "convolution_input_gradient"
    package let window: Window
    package let groups: Int
    package let inputShape: Shape
    package var isOfBFloat16 = false

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
        2 * inputs[0].shape.count * inputs[1].shape.count / inputs[1].shape.channels
    }
}

/// The gradient of a convolution with respect to its kernel, from the input and the output's gradient. With `withBias`
/// (set by the fusion pass) a second result is the sum of the output's gradient over all but the channels.
package struct ConvolutionKernelGradient: CompositeOperation, ProductOperation {
    package static let name = "convolution_kernel_gradient"
    package let window: Window
    package let groups: Int
    package let kernelShape: Shape
    package var withBias = false
    package var isOfBFloat16 = false

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] {
        let kernel = TensorType(kernelShape, inputs[0].dtype)
        return withBias ? [kernel, TensorType([kernelShape.channels], inputs[0].dtype)] : [kernel]
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
        2 * inputs[1].shape.count * kernelShape.count / kernelShape.channels
    }
}

/// Convolution of `x` (batch, spatial..., channels) with `kernel` (spatial..., channels / groups, filters) over one, two or
/// three spatial axes. Strides and dilation have one number for each axis, by default 1.
public func convolution(
    _ x: Tensor, _ kernel: Tensor, strides: [Int]? = nil, padding: Padding = .valid, dilation: [Int]? = nil,
    groups: Int = 1
) -> Tensor {
    guard (3...5).contains(x.rank), kernel.rank == x.rank else {
        let error = MyelinError(
            .shape, "convolution: expected one rank from 3 to 5 twice, got \(x.shape) and \(kernel.shape)")
        return .invalid(x.type, x.error ?? kernel.error ?? error)
    }
    let window = Window(
        size: Array(kernel.shape.sizes.dropLast(2)), strides: strides, dilation: dilation, padding: padding,
        over: x.shape.spatialSizes)
    guard (try? window.outputSizes(x.shape)) != nil else {
        return .record(Convolution(window: window, groups: groups), x, kernel)
    }
    let unpadded = window.takingOverZeros(around: x)
    return .record(Convolution(window: unpadded.window, groups: groups), unpadded.x, kernel)
}

/// Convolution of each channel of `x` (batch, spatial..., channels) by itself, with `kernel` (spatial..., channels,
/// multiplier): output channel c · multiplier + m is channel c under kernel m.
public func depthwiseConvolution(
    _ x: Tensor, _ kernel: Tensor, strides: [Int]? = nil, padding: Padding = .valid, dilation: [Int]? = nil
) -> Tensor {
    guard x.rank >= 3, kernel.rank == x.rank, kernel.shape[kernel.rank - 2] == x.shape.channels else {
        let error = MyelinError(
            .shape, "depthwise convolution: a kernel \(kernel.shape) does not fit an input \(x.shape)")
        return .invalid(x.type, x.error ?? kernel.error ?? error)
    }
    let channels = x.shape.channels
    let sizes = kernel.shape.sizes.dropLast(2) + [1, channels * kernel.shape.channels]
    return convolution(
        x, kernel.reshaped(to: Shape(Array(sizes))), strides: strides, padding: padding, dilation: dilation,
        groups: channels)
}

/// The transpose of a convolution, as Keras' Conv2DTranspose: spreads `x` (batch, spatial..., channels) by `kernel`
/// (spatial..., filters, channels) over (batch, `sizes`..., filters). The convolution of `sizes` with these settings must
/// give the spatial sizes of `x`.
public func transposedConvolution(
    _ x: Tensor, _ kernel: Tensor, to sizes: [Int], strides: [Int]? = nil, padding: Padding = .valid,
    dilation: [Int]? = nil
) -> Tensor {
    func invalid(_ text: String) -> Tensor {
        .invalid(x.type, x.error ?? kernel.error ?? MyelinError(.shape, "transposed convolution: \(text)"))
    }
    guard (3...5).contains(x.rank), kernel.rank == x.rank, sizes.count == x.rank - 2 else {
        return invalid("expected one rank from 3 to 5, got \(x.shape), \(kernel.shape) and \(sizes.count) sizes")
    }
    guard x.dtype == kernel.dtype, x.dtype.isFloatingPoint, kernel.shape.channels == x.shape.channels else {
        return invalid("a kernel \(kernel.type) does not fit an input \(x.type)")
    }
    let window = Window(
        size: Array(kernel.shape.sizes.dropLast(2)), strides: strides, dilation: dilation, padding: padding, over: sizes
    )
    let output = Shape([x.shape[0]] + sizes + [kernel.shape[x.rank - 2]])
    guard sizes.allSatisfy({ $0 >= 0 }), let back = try? window.outputSizes(output), back == x.shape.spatialSizes else {
        return invalid("no window of \(window.size) by strides \(window.strides) leads from \(sizes) to \(x.shape)")
    }
    return .record(ConvolutionInputGradient(window: window, groups: 1, inputShape: output), x, kernel)
}
