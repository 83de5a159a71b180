import CVectorKernels

// Pooling takes images in any layout: a blocked array is walked as batch × blocks images of `block` channels.

extension Window {
    /// The kernels' arguments for an input of this shape in this layout, without pointers.
    func poolCall(input: Shape, output: Shape, layout: Layout, dtype: DType, indexBytes: Int = 1) -> myelin_pool {
        var call = myelin_pool()
        var blocks = 1
        if case .blocked(let block) = layout { blocks = input[3] / block }
        call.dtype = Int32(dtype.code)
        call.index_bytes = Int32(indexBytes)
        call.batch = Int64(input[0] * blocks)
        (call.input_height, call.input_width) = (Int64(input[1]), Int64(input[2]))
        (call.output_height, call.output_width) = (Int64(output[1]), Int64(output[2]))
        call.channels = Int64(input[3] / blocks)
        (call.window_height, call.window_width) = (Int64(size[0]), Int64(size[1]))
        (call.stride_height, call.stride_width) = (Int64(strides[0]), Int64(strides[1]))
        (call.pad_top, call.pad_left) = (Int64(padLow[0]), Int64(padLow[1]))
        return call
    }

    fileprivate func detail(_ shape: Shape, _ layout: Layout) -> String {
        "\(shape) \(layout) \(size[0])×\(size[1]) by \(strides[0])×\(strides[1])"
    }
}

extension MaximumPool: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        if try FewChannels.bindPooledForward(instruction, self, in: binder) { return }
        let input = binder.type(instruction.inputs[0]), output = binder.type(instruction.outputs[0])
        let layout = binder.walkableLayout(of: instruction.inputs[0])
        let source = try binder.buffer(instruction.inputs[0], layout)
        let target = try binder.define(instruction.outputs[0], layout)
        let indices = try binder.define(instruction.outputs[1], layout)
        let call = window.poolCall(
            input: input.shape, output: output.shape, layout: layout, dtype: input.dtype,
            indexBytes: indexType.byteCount)
        binder.emit(
            "maximum_pool", detail: window.detail(input.shape, layout), reads: [source], writes: [target, indices]
        ) {
            addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            call.indices = addresses[indices]
            return addresses.call(myelin_maximum_pool_run, call)
        }
    }
}

extension MaximumPoolGradient: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let layout = binder.walkableLayout(of: instruction.inputs[1])
        if binder.postpone(instruction, layout, { try self.bindNow(instruction, in: $0) }) { return }
        try bindNow(instruction, in: binder)
    }

    private func bindNow(_ instruction: Program.Instruction, in binder: Binder) throws {
        let gradient = binder.type(instruction.inputs[0]), indexType = binder.type(instruction.inputs[1])
        // The places were written in the forward pass' layout; the gradient follows it.
        let layout = binder.walkableLayout(of: instruction.inputs[1])
        let source = try binder.buffer(instruction.inputs[0], layout)
        let indices = try binder.buffer(instruction.inputs[1], layout)
        let target = try binder.define(instruction.outputs[0], layout)
        let call = window.poolCall(
            input: inputShape, output: gradient.shape, layout: layout, dtype: gradient.dtype,
            indexBytes: indexType.dtype.byteCount)
        binder.emit(
            "maximum_pool_gradient", detail: window.detail(inputShape, layout), reads: [source, indices],
            writes: [target]
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            call.indices = addresses[indices]
            return addresses.call(myelin_maximum_pool_gradient_run, call)
        }
    }
}

extension MaximumPoolSelect: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let input = binder.type(instruction.inputs[0]), output = binder.type(instruction.outputs[0])
        let layout = binder.walkableLayout(of: instruction.inputs[1])
        let source = try binder.buffer(instruction.inputs[0], layout)
        let indices = try binder.buffer(instruction.inputs[1], layout)
        let target = try binder.define(instruction.outputs[0], layout)
        let call = window.poolCall(
            input: input.shape, output: output.shape, layout: layout, dtype: input.dtype,
            indexBytes: binder.type(instruction.inputs[1]).dtype.byteCount)
        binder.emit(
            "maximum_pool_select", detail: window.detail(input.shape, layout), reads: [source, indices],
            writes: [target]
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            call.indices = addresses[indices]
            return addresses.call(myelin_maximum_pool_select_run, call)
        }
    }
}

extension AveragePool: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let input = binder.type(instruction.inputs[0]), output = binder.type(instruction.outputs[0])
        let layout = binder.walkableLayout(of: instruction.inputs[0])
        let source = try binder.buffer(instruction.inputs[0], layout)
        let target = try binder.define(instruction.outputs[0], layout)
        let call = window.poolCall(input: input.shape, output: output.shape, layout: layout, dtype: input.dtype)
        binder.emit(
            "average_pool", detail: window.detail(input.shape, layout), reads: [source], writes: [target],
            flops: floatingPointOperations(inputs: [input], outputs: [output])
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            return addresses.call(myelin_average_pool_run, call)
        }
    }
}

extension AveragePoolGradient: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let gradient = binder.type(instruction.inputs[0])
        let layout = binder.walkableLayout(of: instruction.inputs[0])
        let source = try binder.buffer(instruction.inputs[0], layout)
        let target = try binder.define(instruction.outputs[0], layout)
        let call = window.poolCall(input: inputShape, output: gradient.shape, layout: layout, dtype: gradient.dtype)
        binder.emit(
            "average_pool_gradient", detail: window.detail(inputShape, layout), reads: [source], writes: [target],
            flops: floatingPointOperations(inputs: [gradient], outputs: [])
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            return addresses.call(myelin_average_pool_gradient_run, call)
        }
    }
}
