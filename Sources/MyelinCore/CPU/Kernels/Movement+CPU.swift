import CVectorKernels

// The operations that only move elements. Each is one strided copy, or none.

extension ReshapeOperation: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let source = instruction.inputs[0]
        binder.alias(instruction.outputs[0], to: try binder.buffer(source))
    }
}

extension Binder {
    /// Emits a strided copy of `shape` elements between two buffers; offsets in elements.
    func copy(
        _ name: String, _ dtype: DType, _ shape: [Int], from source: BufferID, _ sourceStrides: [Int],
        sourceOffset: Int = 0,
        to target: BufferID, _ targetStrides: [Int], targetOffset: Int = 0, detail: String? = nil
    ) {
        emit(name, detail: detail ?? "\(Shape(shape))", reads: [source], writes: [target]) { addresses in
            var copy = myelin_copy()
            copy.source = UnsafeRawPointer(addresses[source] + sourceOffset * dtype.byteCount)
            copy.destination = addresses[target] + targetOffset * dtype.byteCount
            copy.element_bytes = Int32(dtype.byteCount)
            copy.rank = Int32(shape.count)
            assign(&copy.shape, shape)
            assign(&copy.source_strides, sourceStrides)
            assign(&copy.destination_strides, targetStrides)
            return addresses.call(myelin_copy_run, copy)
        }
    }
}

extension Binder {
    /// Emits the change from Float32 to BFloat16, element by element in the order in which they lie.
    func emitNarrowing(_ shape: Shape, _ detail: String, from source: BufferID, to target: BufferID) {
        emit("reorder", detail: detail, reads: [source], writes: [target]) { addresses in
            addresses.call(
                myelin_narrow_run,
                myelin_narrow(
                    source: UnsafePointer(addresses.floats(source)),
                    destination: addresses[target].assumingMemoryBound(to: UInt16.self), count: Int64(shape.count)))
        }
    }
}

extension Transpose: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.outputs[0])
        let strides = binder.type(instruction.inputs[0]).shape.strides
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        binder.copy(
            "transpose", type.dtype, type.shape.sizes, from: source, permutation.map { strides[$0] }, to: target,
            type.shape.strides)
    }
}

extension Broadcast: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let from = binder.type(instruction.inputs[0]).shape
        let strides = from.strides
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        binder.copy(
            "broadcast", binder.type(instruction.outputs[0]).dtype, shape.sizes, from: source,
            (0..<shape.rank).map { from[$0] == 1 ? 0 : strides[$0] }, to: target, shape.strides)
    }
}

extension Slice: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.outputs[0])
        let strides = binder.type(instruction.inputs[0]).shape.strides
        let offset = type.shape.count == 0 ? 0 : zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        binder.copy(
            "slice", type.dtype, counts, from: source, zip(strides, steps).map { $0 * $1 }, sourceOffset: offset,
            to: target, type.shape.strides)
    }
}

extension Pad: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let inner = binder.type(instruction.inputs[0]).shape
        let type = binder.type(instruction.outputs[0])
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        binder.fill(target, type, value)
        let strides = type.shape.strides
        let offset = zip(low, strides).reduce(0) { $0 + $1.0 * $1.1 }
        binder.copy(
            "pad", type.dtype, inner.sizes, from: source, inner.strides, to: target,
            zip(strides, interior).map { $0 * ($1 + 1) }, targetOffset: inner.count == 0 ? 0 : offset)
    }
}

extension Concatenate: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.outputs[0])
        let sources = try instruction.inputs.map { try binder.buffer($0) }
        let target = try binder.define(instruction.outputs[0])
        var offset = 0
        for (value, source) in zip(instruction.inputs, sources) {
            let shape = binder.type(value).shape
            binder.copy(
                "concatenate", type.dtype, shape.sizes, from: source, shape.strides, to: target, type.shape.strides,
                targetOffset: offset * type.shape.strides[axis])
            offset += shape[axis]
        }
    }
}

extension Stack: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.outputs[0])
        let strides = type.shape.strides
        let sources = try instruction.inputs.map { try binder.buffer($0) }
        let target = try binder.define(instruction.outputs[0])
        var others = strides
        others.remove(at: axis)
        for (place, source) in sources.enumerated() {
            let part = binder.type(instruction.inputs[place]).shape
            binder.copy(
                "stack", type.dtype, part.sizes, from: source, part.strides, to: target, others,
                targetOffset: place * strides[axis])
        }
    }
}

extension Unstack: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0])
        let strides = type.shape.strides
        let source = try binder.buffer(instruction.inputs[0])
        var others = strides
        others.remove(at: axis)
        for (place, output) in instruction.outputs.enumerated() where binder.isRead(output) {
            let part = binder.type(output).shape
            binder.copy(
                "unstack", type.dtype, part.sizes, from: source, others, sourceOffset: place * strides[axis],
                to: try binder.define(output), part.strides)
        }
    }
}

extension Binder {
    /// Emits a fill with one number.
    func fill(_ target: BufferID, _ type: TensorType, _ value: Double) {
        emit("fill", detail: "\(type)", reads: [], writes: [target]) { addresses in
            var fill = myelin_fill()
            fill.destination = addresses[target]
            fill.count = Int64(type.shape.count)
            fill.element_bytes = Int32(type.dtype.byteCount)
            let element = Storage(value, type.dtype)
            withUnsafeMutableBytes(of: &fill.element) {
                $0.baseAddress!.copyMemory(from: element.bytes, byteCount: type.dtype.byteCount)
            }
            return addresses.call(myelin_fill_run, fill)
        }
    }
}
