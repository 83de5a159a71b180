import CVectorKernels

/// Convolutions over few input channels by our own kernels, together with the maximum pool that follows: the large array
/// between the two is never written to memory.
enum FewChannels {
    /// Up to this many input channels they are faster than oneDNN's, which fill a block of 8 or 16 (measured).
    private static let mostChannels = 4
    /// Forward, up to this many (row, column, channel) places of the kernel.
    private static let mostTaps = 27

    /// Whether a forward convolution is one of these.
    static func takes(_ convolution: Convolution, input: Shape, output: Shape) -> Bool {
        convolution.groups == 1 && convolution.window.rank == 2 && input[3] <= mostChannels
            && Layout.ofImages(channels: output[3]) != .plain
            && convolution.window.size[0] * convolution.window.size[1] * input[3] <= mostTaps
    }

    /// Binds a maximum pool together with the convolution that was put off before it; false if there is none.
    static func bindPooledForward(
        _ instruction: Program.Instruction, _ pool: MaximumPool, in binder: Binder
    ) throws -> Bool {
        guard let (convolved, convolution) = binder.takePostponed(instruction.inputs[0], as: Convolution.self) else {
            return false
        }
        let input = binder.type(convolved.inputs[0]).shape, output = binder.type(convolved.outputs[0]).shape
        let pooled = binder.type(instruction.outputs[0]).shape
        var call = self.call(convolution.window, input: input, output: output, block: Layout.imageBlock)
        call.relu = convolution.epilogue.activation == Int32(MYELIN_OP_RELU.rawValue) ? 1 : 0
        call.pooled = 1
        call.pool = tilePool(pool.window, output, pooled, Layout.imageBlock, pool.indexType)
        let source = try binder.buffer(convolved.inputs[0]), kernel = try binder.buffer(convolved.inputs[1])
        let bias = convolution.epilogue.hasBias ? try binder.buffer(convolved.inputs[2]) : nil
        let layout = Layout.blocked(Layout.imageBlock)
        let target = try binder.define(instruction.outputs[0], layout)
        let indices = try binder.define(instruction.outputs[1], layout)
        let scratch = binder.scratch(byteCount: 4 * Int(myelin_few_channels_scratch(&call)))
        binder.emit(
            "convolution_pool",
            detail:
                "forward\(bias == nil ? "" : "+bias")\(call.relu == 0 ? "" : "+relu") \(input) → \(output) → \(pooled)",
            reads: [source, kernel] + (bias.map { [$0] } ?? []), writes: [target, indices, scratch],
            flops: binder.flops(convolved)
        ) { [call] addresses in
            var call = call
            call.input = UnsafePointer(addresses.floats(source))
            call.kernel = UnsafePointer(addresses.floats(kernel))
            call.bias = bias.map { UnsafePointer(addresses.floats($0)) }
            call.pool.output = addresses[target]
            call.pool.indices = addresses[indices]
            call.scratch = addresses.floats(scratch)
            return addresses.call(myelin_few_channels_forward_run, call)
        }
        return true
    }

    /// Binds a kernel gradient, together with the gradient of a maximum pool that was put off before it; false if it is
    /// none of these.
    static func bindKernelGradient(
        _ instruction: Program.Instruction, _ operation: ConvolutionKernelGradient, in binder: Binder
    ) throws -> Bool {
        let input = binder.type(instruction.inputs[0]).shape, output = binder.type(instruction.inputs[1]).shape
        guard case .blocked(let block) = binder.layout(of: instruction.inputs[1]), operation.window.rank == 2,
            input[3] <= mostChannels, operation.groups == 1
        else { return false }
        var call = self.call(operation.window, input: input, output: output, block: block)
        let source = try binder.buffer(instruction.inputs[0])
        let pool = binder.takePostponed(instruction.inputs[1], as: MaximumPoolGradient.self)
        let flowing = try binder.buffer(pool?.instruction.inputs[0] ?? instruction.inputs[1], .blocked(block))
        let indices = try pool.map { try binder.buffer($0.instruction.inputs[1], .blocked(block)) }
        if let pool {
            call.pooled = 1
            call.pool = tilePool(
                pool.operation.window, output, binder.type(pool.instruction.inputs[0]).shape, block,
                binder.type(pool.instruction.inputs[1]).dtype)
        }
        let target = try binder.define(instruction.outputs[0])
        let bias = operation.withBias ? try binder.define(instruction.outputs[1]) : nil
        let scratch = binder.scratch(byteCount: 4 * Int(myelin_few_channels_scratch(&call)))
        binder.emit(
            pool == nil ? "convolution" : "convolution_pool",
            detail:
                "kernel gradient\(bias == nil ? "" : "+bias") \(input) \(output) → \(operation.kernelShape) few channels",
            reads: [source, flowing] + (indices.map { [$0] } ?? []),
            writes: [target, scratch] + (bias.map { [$0] } ?? []), flops: binder.flops(instruction)
        ) { [call] addresses in
            var call = call
            call.input = UnsafePointer(addresses.floats(source))
            if let indices {
                call.pool.input = UnsafeRawPointer(addresses[flowing])
                call.pool.indices = addresses[indices]
            } else {
                call.output_gradient = UnsafePointer(addresses.floats(flowing))
            }
            call.kernel_gradient = addresses.floats(target)
            call.bias_gradient = bias.map { addresses.floats($0) }
            call.scratch = addresses.floats(scratch)
            return addresses.call(myelin_few_channels_kernel_gradient_run, call)
        }
        return true
    }

    private static func call(_ window: Window, input: Shape, output: Shape, block: Int) -> myelin_few_channels {
        var call = myelin_few_channels()
        call.batch = Int64(input[0])
        (call.input_height, call.input_width, call.channels) = (Int64(input[1]), Int64(input[2]), Int64(input[3]))
        (call.output_height, call.output_width, call.filters) = (Int64(output[1]), Int64(output[2]), Int64(output[3]))
        call.block = Int64(block)
        (call.kernel_height, call.kernel_width) = (Int64(window.size[0]), Int64(window.size[1]))
        (call.stride_height, call.stride_width) = (Int64(window.strides[0]), Int64(window.strides[1]))
        (call.dilation_height, call.dilation_width) = (Int64(window.dilation[0]), Int64(window.dilation[1]))
        (call.pad_top, call.pad_left) = (Int64(window.padLow[0]), Int64(window.padLow[1]))
        return call
    }

    /// A pool over one image and one block of channels.
    private static func tilePool(
        _ window: Window, _ input: Shape, _ output: Shape, _ block: Int, _ indexType: DType
    ) -> myelin_pool {
        let tile = Shape([1, input[1], input[2], block])
        return window.poolCall(
            input: tile, output: output, layout: .plain, dtype: .float32, indexBytes: indexType.byteCount)
    }
}

extension Addresses {
    func floats(_ buffer: Binder.BufferID) -> UnsafeMutablePointer<Float> {
        self[buffer].assumingMemoryBound(to: Float.self)
    }
}
