import CVectorKernels

/// Convolutions with a 3 by 3 kernel and strides of 1 over many channels by our own Winograd kernels, which need a quarter
/// of the multiplications: two to three times as fast as oneDNN's direct ones (measured on AVX2).
package enum Winograd {
    /// Below it the transforms cost more than the products save.
    private static let fewestChannels = 16
    /// The same for a kernel gradient: with AVX-512 oneDNN's direct one takes 0.7 of the time for 16 channels, and as long
    /// for 32 (measured).
    package static let fewestChannelsOfSums = Layout.imageBlock == 16 ? 32 : 16
    /// Fewer tiles in a batch do not pay for the kernel's transform in each run.
    private static let fewestTiles = 32
    /// Fewer do not pay for reading its points, four times the kernel's bytes.
    private static let fewestTilesOfLastingKernels = 8
    /// Up to this many (channel, filter) pairs each thread keeps sums of its own for the kernel gradient.
    private static let mostPairsOfSums = 256 * 256

    /// Whether a convolution, or one of its gradients, is one of these.
    ///
    /// - Parameters:
    ///   - lasting: whether the kernel's points are computed once for many runs.
    ///   - sums: whether it is the kernel's gradient.
    static func takes(
        _ window: Window, groups: Int, input: Shape, output: Shape, lasting: Bool = false, sums: Bool = false
    ) -> Bool {
        guard groups == 1, window.size == [3, 3], window.strides == [1, 1], window.dilation == [1, 1],
            input[3] % 8 == 0, output[3] % 8 == 0,
            min(input[3], output[3]) >= (sums ? fewestChannelsOfSums : fewestChannels),
            !sums || input[3] * output[3] <= mostPairsOfSums
        else { return false }
        var call = self.call(window, input: input, output: output)
        let tiles = Int(myelin_winograd_tiles(&call))
        // 36 products a tile against 9 an output, with a third more for the transforms.
        return tiles >= (lasting ? fewestTilesOfLastingKernels : fewestTiles)
            && 36 * tiles * 4 <= 9 * output[0] * output[1] * output[2] * 3
    }

    static func call(_ window: Window, input: Shape, output: Shape) -> myelin_winograd {
        var call = myelin_winograd()
        call.batch = Int64(input[0])
        (call.input_height, call.input_width, call.channels) = (Int64(input[1]), Int64(input[2]), Int64(input[3]))
        (call.output_height, call.output_width, call.filters) = (Int64(output[1]), Int64(output[2]), Int64(output[3]))
        (call.pad_top, call.pad_left) = (Int64(window.padLow[0]), Int64(window.padLow[1]))
        return call
    }

    /// Bytes of the points of a kernel (3, 3, channels, filters).
    static func kernelByteCount(_ shape: Shape) -> Int {
        4 * Int(myelin_winograd_kernel_floats(Int64(shape[2]), Int64(shape[3])))
    }
}

extension Binder {
    func emitWinogradKernel(_ shape: Shape, _ detail: String, from kernel: BufferID, to points: BufferID) {
        emit("reorder", detail: detail, reads: [kernel], writes: [points]) { addresses in
            addresses.call(
                myelin_winograd_kernel_run,
                myelin_winograd_kernel(
                    kernel: addresses.floats(kernel), points: addresses.floats(points), channels: Int64(shape[2]),
                    filters: Int64(shape[3])))
        }
    }

    fileprivate func winogradScratch(_ call: myelin_winograd) -> BufferID {
        var call = call
        return scratch(byteCount: 4 * Int(myelin_winograd_scratch(&call)))
    }
}

extension Convolution {
    func bindWinograd(_ instruction: Program.Instruction, in binder: Binder) throws {
        let x = instruction.inputs[0], y = instruction.outputs[0]
        let input = binder.type(x).shape, output = binder.type(y).shape
        let lying = binder.walkableLayout(of: x), layout = Layout.ofImages(channels: output[3])
        let source = try binder.buffer(x, lying), kernel = try binder.buffer(instruction.inputs[1], .winograd)
        let bias = epilogue.hasBias ? try binder.buffer(instruction.inputs[2]) : nil
        let target = try binder.define(y, layout)
        var call = Winograd.call(window, input: input, output: output)
        call.input_block = Int64(lying.block(of: input))
        call.output_block = Int64(layout.block(of: output))
        call.relu = epilogue.activation == Int32(MYELIN_OP_RELU.rawValue) ? 1 : 0
        let scratch = binder.winogradScratch(call)
        binder.emit(
            "convolution",
            detail:
                "forward\(bias == nil ? "" : "+bias")\(call.relu == 0 ? "" : "+relu") \(input) → \(output) winograd",
            reads: [source, kernel] + (bias.map { [$0] } ?? []), writes: [target, scratch],
            flops: binder.flops(instruction)
        ) { [call] addresses in
            var call = call
            call.input = UnsafePointer(addresses.floats(source))
            call.kernel_points = UnsafePointer(addresses.floats(kernel))
            call.bias = bias.map { UnsafePointer(addresses.floats($0)) }
            call.output = addresses.floats(target)
            call.scratch = addresses.floats(scratch)
            return addresses.call(myelin_winograd_forward_run, call)
        }
    }
}

extension ConvolutionInputGradient {
    func bindWinograd(_ instruction: Program.Instruction, in binder: Binder) throws {
        let gradient = instruction.inputs[0], output = binder.type(gradient).shape
        let lying = binder.walkableLayout(of: gradient), layout = Layout.ofImages(channels: inputShape[3])
        let source = try binder.buffer(gradient, lying), kernel = try binder.buffer(instruction.inputs[1], .winograd)
        let target = try binder.define(instruction.outputs[0], layout)
        var call = Winograd.call(window, input: inputShape, output: output)
        call.input_block = Int64(layout.block(of: inputShape))
        call.output_block = Int64(lying.block(of: output))
        let scratch = binder.winogradScratch(call)
        binder.emit(
            "convolution", detail: "input gradient \(output) → \(inputShape) winograd", reads: [source, kernel],
            writes: [target, scratch], flops: binder.flops(instruction)
        ) { [call] addresses in
            var call = call
            call.output_gradient = UnsafePointer(addresses.floats(source))
            call.kernel_points = UnsafePointer(addresses.floats(kernel))
            call.input_gradient = addresses.floats(target)
            call.scratch = addresses.floats(scratch)
            return addresses.call(myelin_winograd_input_gradient_run, call)
        }
    }
}

extension ConvolutionKernelGradient {
    func bindWinograd(_ instruction: Program.Instruction, in binder: Binder) throws {
        let x = instruction.inputs[0], gradient = instruction.inputs[1]
        let input = binder.type(x).shape, output = binder.type(gradient).shape
        let lying = (x: binder.walkableLayout(of: x), gradient: binder.walkableLayout(of: gradient))
        let source = try binder.buffer(x, lying.x), flowing = try binder.buffer(gradient, lying.gradient)
        let target = try binder.define(instruction.outputs[0])
        let bias = withBias ? try binder.define(instruction.outputs[1]) : nil
        var call = Winograd.call(window, input: input, output: output)
        call.input_block = Int64(lying.x.block(of: input))
        call.output_block = Int64(lying.gradient.block(of: output))
        call.sums = 1
        let scratch = binder.winogradScratch(call)
        binder.emit(
            "convolution",
            detail: "kernel gradient\(bias == nil ? "" : "+bias") \(input) \(output) → \(kernelShape) winograd",
            reads: [source, flowing], writes: [target, scratch] + (bias.map { [$0] } ?? []),
            flops: binder.flops(instruction)
        ) { [call] addresses in
            var call = call
            call.input = UnsafePointer(addresses.floats(source))
            call.output_gradient = UnsafePointer(addresses.floats(flowing))
            call.kernel_gradient = addresses.floats(target)
            call.bias_gradient = bias.map { addresses.floats($0) }
            call.scratch = addresses.floats(scratch)
            return addresses.call(myelin_winograd_kernel_gradient_run, call)
        }
    }
}
