import CVectorKernels

// Pooling takes images in any layout: a blocked array is walked as batch × blocks images of `block` channels.

extension Window {
    /// The kernels' arguments for an input of this shape in this layout, without pointers. The kernels walk two axes: one
    /// is the width of images of height 1; of three one or two are trivial, and merge with the batch or with each other.
    func poolCall(input: Shape, output: Shape, layout: Layout, dtype: DType, indexBytes: Int = 1) -> myelin_pool {
        var call = myelin_pool()
        var blocks = 1
        if case .blocked(let block) = layout { blocks = input.channels / block }
        call.dtype = Int32(dtype.code)
        call.index_bytes = Int32(indexBytes)
        call.batch = Int64(input[0] * blocks)
        call.channels = Int64(input.channels / blocks)
        let spatial = input.spatialSizes, pooled = output.spatialSizes
        let (height, width) = rank == 1 ? (nil, 0) : rank == 2 ? (0, 1) : isTrivial(0) ? (1, 2) : (0, nil)
        (call.input_height, call.output_height, call.window_height, call.stride_height) = (1, 1, 1, 1)
        if let height {
            (call.input_height, call.output_height) = (Int64(spatial[height]), Int64(pooled[height]))
            (call.window_height, call.stride_height) = (Int64(size[height]), Int64(strides[height]))
            call.pad_top = Int64(padLow[height])
            if height == 1 { call.batch *= Int64(spatial[0]) }
        }
        if let width {
            (call.input_width, call.output_width) = (Int64(spatial[width]), Int64(pooled[width]))
            (call.window_width, call.stride_width) = (Int64(size[width]), Int64(strides[width]))
            call.pad_left = Int64(padLow[width])
        } else {
            call.input_width = Int64(spatial[1] * spatial[2])
            (call.output_width, call.window_width, call.stride_width) = (call.input_width, 1, 1)
        }
        return call
    }
}

/// A pool or one of its gradients: what it reads and writes, all in one layout.
private struct PoolBinding {
    let kernel: @convention(c) (UnsafeRawPointer?) -> Void
    let window: Window
    /// The shapes before and after pooling, whichever way the kernel goes.
    let image, pooled: Shape
    let source, target: Program.Value
    var readIndices: Program.Value?
    var writtenIndices: Program.Value?

    func emit(_ name: String, _ instruction: Program.Instruction, in binder: Binder) throws {
        // The places were written in the forward pass' layout; what reads them follows it.
        let layout = binder.walkableLayout(of: readIndices ?? source)
        let read = try binder.buffer(source, layout)
        let places = try readIndices.map { try binder.buffer($0, layout) }
        let written = try binder.define(target, layout)
        let newPlaces = try writtenIndices.map { try binder.define($0, layout) }
        let indexType = (readIndices ?? writtenIndices).map { binder.type($0).dtype }
        let call = window.poolCall(
            input: image, output: pooled, layout: layout, dtype: binder.type(source).dtype,
            indexBytes: indexType?.byteCount ?? 1)
        func text(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "×") }
        binder.emit(
            name, detail: "\(image) \(layout) \(text(window.size)) by \(text(window.strides))",
            reads: [read] + (places.map { [$0] } ?? []), writes: [written] + (newPlaces.map { [$0] } ?? []),
            flops: binder.flops(instruction)
        ) { [kernel] addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[read])
            call.output = addresses[written]
            call.indices = (places ?? newPlaces).map { addresses[$0] }
            return addresses.call(kernel, call)
        }
    }
}

extension MaximumPool: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        if try FewChannels.bindPooledForward(instruction, self, in: binder) { return }
        try PoolBinding(
            kernel: myelin_maximum_pool_run, window: window, image: binder.type(instruction.inputs[0]).shape,
            pooled: binder.type(instruction.outputs[0]).shape, source: instruction.inputs[0],
            target: instruction.outputs[0], writtenIndices: instruction.outputs[1]
        ).emit(name, instruction, in: binder)
    }
}

extension MaximumPoolGradient: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let binding = PoolBinding(
            kernel: myelin_maximum_pool_gradient_run, window: window, image: inputShape,
            pooled: binder.type(instruction.inputs[0]).shape, source: instruction.inputs[0],
            target: instruction.outputs[0], readIndices: instruction.inputs[1])
        let layout = binder.walkableLayout(of: instruction.inputs[1])
        if binder.postpone(instruction, layout, { try binding.emit(name, instruction, in: $0) }) { return }
        try binding.emit(name, instruction, in: binder)
    }
}

extension MaximumPoolSelect: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        try PoolBinding(
            kernel: myelin_maximum_pool_select_run, window: window, image: binder.type(instruction.inputs[0]).shape,
            pooled: binder.type(instruction.outputs[0]).shape, source: instruction.inputs[0],
            target: instruction.outputs[0], readIndices: instruction.inputs[1]
        ).emit(name, instruction, in: binder)
    }
}

extension AveragePool: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        try PoolBinding(
            kernel: myelin_average_pool_run, window: window, image: binder.type(instruction.inputs[0]).shape,
            pooled: binder.type(instruction.outputs[0]).shape, source: instruction.inputs[0],
            target: instruction.outputs[0]
        ).emit(name, instruction, in: binder)
    }
}

extension AveragePoolGradient: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        try PoolBinding(
            kernel: myelin_average_pool_gradient_run, window: window, image: inputShape,
            pooled: binder.type(instruction.inputs[0]).shape, source: instruction.inputs[0],
            target: instruction.outputs[0]
        ).emit(name, instruction, in: binder)
    }
}
