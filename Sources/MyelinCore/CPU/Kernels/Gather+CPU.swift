import CVectorKernels

extension Gather: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0]), indexType = binder.type(instruction.inputs[1])
        let inner = type.shape.sizes[(axis + 1)...].reduce(1, *)
        let source = try binder.buffer(instruction.inputs[0]), indices = try binder.buffer(instruction.inputs[1])
        let target = try binder.define(instruction.outputs[0])
        binder.emit("gather", detail: "\(type.shape) \(indexType)", reads: [source, indices], writes: [target]) {
            addresses in
            let owner = owner.map { name in
                // A text as C has it.
                UnsafePointer(addresses.store(name.utf8CString.map { $0 }))
            }
            return addresses.call(
                myelin_gather_run,
                myelin_gather(
                    source: UnsafeRawPointer(addresses[source]), destination: addresses[target],
                    indices: UnsafeRawPointer(addresses[indices]), index_dtype: Int32(indexType.dtype.code),
                    outer: Int64(type.shape.sizes[..<axis].reduce(1, *)), source_count: Int64(type.shape[axis]),
                    index_count: Int64(indexType.shape.count), inner_bytes: Int64(inner * type.dtype.byteCount),
                    owner: owner))
        }
    }
}

extension ScatterAdd: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.outputs[0]), indexType = binder.type(instruction.inputs[1])
        let source = try binder.buffer(instruction.inputs[0]), indices = try binder.buffer(instruction.inputs[1])
        let target = try binder.define(instruction.outputs[0])
        binder.fill(target, type, 0)
        binder.emit("scatter_add", detail: "\(type.shape) \(indexType)", reads: [source, indices], writes: [target]) {
            addresses in
            addresses.call(
                myelin_scatter_add_run,
                myelin_scatter_add(
                    source: UnsafeRawPointer(addresses[source]), destination: addresses[target],
                    indices: UnsafeRawPointer(addresses[indices]), index_dtype: Int32(indexType.dtype.code),
                    dtype: Int32(type.dtype.code), outer: Int64(type.shape.sizes[..<axis].reduce(1, *)),
                    destination_count: Int64(size), index_count: Int64(indexType.shape.count),
                    inner: Int64(type.shape.sizes[(axis + 1)...].reduce(1, *))))
        }
    }
}
