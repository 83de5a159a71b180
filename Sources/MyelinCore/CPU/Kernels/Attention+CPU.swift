import CVectorKernels

extension AttentionOperation: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { takesAttention(inputs, scale) }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let types = instruction.inputs.map { binder.type($0) }
        let call = attentionCall(types, scale)
        let inputs = try instruction.inputs.map { try binder.buffer($0) }
        let target = try binder.define(instruction.outputs[0])
        let scratch = binder.scratch(byteCount: withUnsafePointer(to: call) { Int(myelin_attention_scratch($0, 0)) })
        binder.emit(
            "attention", detail: detail(types), reads: inputs, writes: [target, scratch],
            flops: floatingPointOperations(inputs: types, outputs: [])
        ) { addresses in
            var call = call
            call.read(inputs, addresses)
            call.output = addresses[target]
            call.scratch = addresses[scratch]
            return addresses.call(myelin_attention_run, call)
        }
    }
}

extension AttentionGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { takesAttention(Array(inputs.dropFirst()), scale) }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let types = instruction.inputs.map { binder.type($0) }
        let call = attentionCall(Array(types.dropFirst()), scale)
        let inputs = try instruction.inputs.map { try binder.buffer($0) }
        let targets = try instruction.outputs.map { try binder.define($0) }
        let scratch = binder.scratch(byteCount: withUnsafePointer(to: call) { Int(myelin_attention_scratch($0, 1)) })
        binder.emit(
            "attention_gradient", detail: detail(Array(types.dropFirst())), reads: inputs, writes: targets + [scratch],
            flops: floatingPointOperations(inputs: types, outputs: [])
        ) { addresses in
            var call = call
            call.output_gradient = UnsafeRawPointer(addresses[inputs[0]])
            call.read(Array(inputs.dropFirst()), addresses)
            call.query_gradient = addresses[targets[0]]
            call.key_gradient = addresses[targets[1]]
            call.value_gradient = addresses[targets[2]]
            call.scratch = addresses[scratch]
            return addresses.call(myelin_attention_gradient_run, call)
        }
    }
}

/// Where nothing is empty, and scores are not turned around.
private func takesAttention(_ inputs: [TensorType], _ scale: Double) -> Bool {
    scale > 0 && scale.isFinite && inputs.allSatisfy { $0.shape.count > 0 }
}

private func detail(_ types: [TensorType]) -> String {
    "\(types[0].shape) · \(types[1].shape)" + (types.count == 4 ? " masked" : "")
}

private func attentionCall(_ types: [TensorType], _ scale: Double) -> myelin_attention {
    var call = myelin_attention()
    let query = types[0].shape, value = types[2].shape
    (call.batch, call.time) = (Int64(query[0]), Int64(query[1]))
    (call.heads, call.size) = (Int64(query[2]), Int64(query[3]))
    (call.keys, call.value_size) = (Int64(value[1]), Int64(value[3]))
    if types.count == 4 {
        let mask = types[3].shape
        let strides = (0..<4).map { Int64(mask[$0] == 1 ? 0 : mask.strides[$0]) }
        call.mask_strides = (strides[0], strides[1], strides[2], strides[3])
    }
    call.scale = scale
    call.dtype = Int32(types[0].dtype.code)
    call.chunks = withUnsafePointer(to: call) { myelin_attention_chunks($0) }
    return call
}

extension myelin_attention {
    fileprivate mutating func read(_ inputs: [Binder.BufferID], _ addresses: Addresses) {
        query = UnsafeRawPointer(addresses[inputs[0]])
        key = UnsafeRawPointer(addresses[inputs[1]])
        value = UnsafeRawPointer(addresses[inputs[2]])
        if inputs.count == 4 { mask = UnsafePointer(addresses[inputs[3]].assumingMemoryBound(to: UInt8.self)) }
    }
}
