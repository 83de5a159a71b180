import COneDNN
import CVectorKernels

// Convolutions by oneDNN, which is asked for the layouts it wants (what lies otherwise is reordered), where our own kernels
// (FewChannels, Winograd) are not faster.

/// Owns a convolution of oneDNN's and the layouts it works on.
private final class PreparedConvolution {
    let pointer: OpaquePointer
    let input, kernel, output: LayoutHandle

    init(_ problem: myelin_convolution_problem) throws {
        var problem = problem
        pointer = try oneDNN { myelin_convolution_create(&problem, $0) }
        input = LayoutHandle(myelin_convolution_input_layout(pointer))
        kernel = LayoutHandle(myelin_convolution_kernel_layout(pointer))
        output = LayoutHandle(myelin_convolution_output_layout(pointer))
    }
    deinit { myelin_convolution_release(pointer) }

    var scratchByteCount: Int { Int(myelin_convolution_scratch_bytes(pointer)) }
    var pieces: Int { Int(myelin_convolution_pieces(pointer)) }
    var implementation: String {
        String(cString: myelin_convolution_implementation(pointer)) + (pieces > 1 ? " in \(pieces) pieces" : "")
    }

    static func images(_ handle: LayoutHandle) -> Layout {
        let order: Layout
        switch myelin_layout_block(handle.pointer) {
        case 0: order = .plain
        case 8: order = .blocked(8)
        case 16: order = .blocked(16)
        default: return .opaque(handle)
        }
        return myelin_layout_is_bfloat16(handle.pointer) != 0 ? .bfloat16(order) : order
    }
}

extension Window {
    /// A thread's piece of a batch has at least so many images.
    private static let leastImages = 4

    /// A batch that can be dealt out evenly is computed in one piece for each thread, so that a Program needs none of
    /// libgomp's threads, whose barriers wait for every one of them.
    private static func pieces(batch: Int) -> Int {
        let threads = Int(myelin_thread_count())
        return batch % threads == 0 && batch / threads >= leastImages ? threads : 1
    }

    /// What oneDNN is asked for. One spatial axis is to it the width of images of height 1.
    fileprivate func problem(
        _ kind: myelin_convolution_kind, input: Shape, output: Shape, groups: Int, isOfBFloat16: Bool
    ) -> myelin_convolution_problem {
        let leading = rank == 1 ? [1] : [], none = rank == 1 ? [0] : []
        var problem = myelin_convolution_problem()
        problem.kind = Int32(kind.rawValue)
        problem.spatial_rank = Int32(Swift.max(rank, 2))
        problem.batch = Int64(input[0])
        problem.pieces = Int64(Self.pieces(batch: input[0]))
        problem.groups = Int64(groups)
        problem.bfloat16 = isOfBFloat16 ? 1 : 0
        problem.input_channels = Int64(input.channels)
        problem.output_channels = Int64(output.channels)
        assign(&problem.input, leading + input.spatialSizes)
        assign(&problem.output, leading + output.spatialSizes)
        assign(&problem.kernel, leading + size)
        assign(&problem.strides, leading + strides)
        assign(&problem.dilation, leading + dilation)
        assign(&problem.pad_low, none + padLow)
        assign(&problem.pad_high, none + padHigh)
        return problem
    }
}

extension ProductOperation {
    /// Whether the CPU multiplies in BFloat16, which our own kernels do not.
    var usesBFloat16Units: Bool { isOfBFloat16 && CPUBackend.multipliesBFloat16 }
}

extension Binder {
    /// Emits one convolution: reads in the layouts that it wants, results in those that it gives.
    fileprivate func emitConvolution(
        _ prepared: PreparedConvolution, detail: String, flops: Int, reads: [BufferID], writes: [BufferID],
        _ arguments: @escaping (Addresses) -> myelin_convolution_arguments
    ) {
        let scratch = prepared.scratchByteCount > 0 ? [scratch(byteCount: prepared.scratchByteCount)] : []
        emit(
            "convolution", detail: "\(detail) \(prepared.implementation)", reads: reads, writes: writes + scratch,
            flops: flops, usesLibgomp: prepared.pieces == 1
        ) { addresses in
            var call = arguments(addresses)
            call.convolution = prepared.pointer
            call.scratch = scratch.first.map { addresses[$0] }
            addresses.keep(prepared)
            return addresses.call(myelin_convolution_run, call)
        }
    }

    func flops(_ instruction: Program.Instruction) -> Int { program.floatingPointOperations(of: instruction) }
}

extension Convolution: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].dtype == .float32 && inputs[0].shape.count > 0 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let input = binder.type(instruction.inputs[0]).shape, output = binder.type(instruction.outputs[0]).shape
        if !usesBFloat16Units, FewChannels.takes(self, input: input, output: output),
            binder.postpone(instruction, .blocked(Layout.imageBlock), { try self.bindNow(instruction, in: $0) })
        {
            return
        }
        try bindNow(instruction, in: binder)
    }

    private func bindNow(_ instruction: Program.Instruction, in binder: Binder) throws {
        let x = instruction.inputs[0], kernel = instruction.inputs[1], y = instruction.outputs[0]
        let input = binder.type(x).shape, output = binder.type(y).shape
        if !usesBFloat16Units,
            Winograd.takes(
                window, groups: groups, input: input, output: output, lasting: binder.isLasting(kernel))
        {
            return try bindWinograd(instruction, in: binder)
        }
        var problem = window.problem(
            MYELIN_CONVOLUTION_FORWARD, input: input, output: output, groups: groups, isOfBFloat16: isOfBFloat16)
        problem.has_bias = epilogue.hasBias ? 1 : 0
        problem.relu = epilogue.activation == Int32(MYELIN_OP_RELU.rawValue) ? 1 : 0
        let prepared = try PreparedConvolution(problem)
        binder.kernelGroups[kernel] = groups
        let source = try binder.buffer(x, PreparedConvolution.images(prepared.input))
        let weights = try binder.buffer(kernel, .opaque(prepared.kernel))
        let bias = epilogue.hasBias ? try binder.buffer(instruction.inputs[2]) : nil
        let target = try binder.define(y, PreparedConvolution.images(prepared.output))
        let extras = (epilogue.hasBias ? "+bias" : "") + (problem.relu != 0 ? "+relu" : "")
        binder.emitConvolution(
            prepared, detail: "forward\(extras) \(input) → \(output)", flops: binder.flops(instruction),
            reads: [source, weights] + (bias.map { [$0] } ?? []), writes: [target]
        ) { addresses in
            var call = myelin_convolution_arguments()
            call.input = addresses[source]
            call.kernel = addresses[weights]
            call.bias = bias.map { addresses[$0] }
            call.output = addresses[target]
            return call
        }
    }
}

extension ConvolutionInputGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].dtype == .float32 && inputs[0].shape.count > 0 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let gradient = instruction.inputs[0], kernel = instruction.inputs[1]
        let output = binder.type(gradient).shape
        if !usesBFloat16Units, Winograd.takes(window, groups: groups, input: inputShape, output: output) {
            return try bindWinograd(instruction, in: binder)
        }
        let prepared = try PreparedConvolution(
            window.problem(
                MYELIN_CONVOLUTION_INPUT_GRADIENT, input: inputShape, output: output, groups: groups,
                isOfBFloat16: isOfBFloat16))
        binder.kernelGroups[kernel] = groups
        let source = try binder.buffer(gradient, PreparedConvolution.images(prepared.output))
        let weights = try binder.buffer(kernel, .opaque(prepared.kernel))
        let target = try binder.define(instruction.outputs[0], PreparedConvolution.images(prepared.input))
        binder.emitConvolution(
            prepared, detail: "input gradient \(output) → \(inputShape)", flops: binder.flops(instruction),
            reads: [source, weights], writes: [target]
        ) { addresses in
            var call = myelin_convolution_arguments()
            call.input = addresses[target]
            call.kernel = addresses[weights]
            call.output = addresses[source]
            return call
        }
    }
}

extension ConvolutionKernelGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].dtype == .float32 && inputs[0].shape.count > 0 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let x = instruction.inputs[0], gradient = instruction.inputs[1]
        let input = binder.type(x).shape, output = binder.type(gradient).shape
        if !usesBFloat16Units {
            if try FewChannels.bindKernelGradient(instruction, self, in: binder) { return }
            if Winograd.takes(window, groups: groups, input: input, output: output, sums: true) {
                return try bindWinograd(instruction, in: binder)
            }
        }
        var problem = window.problem(
            MYELIN_CONVOLUTION_KERNEL_GRADIENT, input: input, output: output, groups: groups,
            isOfBFloat16: isOfBFloat16)
        problem.has_bias = withBias ? 1 : 0
        let prepared = try PreparedConvolution(problem)
        binder.kernelGroups[instruction.outputs[0]] = groups
        let source = try binder.buffer(x, PreparedConvolution.images(prepared.input))
        let flowing = try binder.buffer(gradient, PreparedConvolution.images(prepared.output))
        let target = try binder.define(instruction.outputs[0], .opaque(prepared.kernel))
        let bias = withBias ? try binder.define(instruction.outputs[1]) : nil
        binder.emitConvolution(
            prepared, detail: "kernel gradient\(withBias ? "+bias" : "") \(input) \(output) → \(kernelShape)",
            flops: binder.flops(instruction), reads: [source, flowing], writes: [target] + (bias.map { [$0] } ?? [])
        ) { addresses in
            var call = myelin_convolution_arguments()
            call.input = addresses[source]
            call.kernel = addresses[target]
            call.bias = bias.map { addresses[$0] }
            call.output = addresses[flowing]
            return call
        }
    }
}
