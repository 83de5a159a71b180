import CVectorKernels

extension SoftmaxOperation: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { true }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0])
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        let call = softmaxCall(type, logarithm)
        binder.emit(
            logarithm ? "log_softmax" : "softmax", detail: "\(type.shape)", reads: [source], writes: [target],
            flops: floatingPointOperations(inputs: [type], outputs: [type]),
            inPlace: [(write: target, read: source)]
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[source])
            call.output = addresses[target]
            return addresses.call(myelin_softmax_run, call)
        }
    }
}

extension SoftmaxGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { true }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0])
        let gradient = try binder.buffer(instruction.inputs[0]), result = try binder.buffer(instruction.inputs[1])
        let target = try binder.define(instruction.outputs[0])
        let call = softmaxCall(type, logarithm)
        binder.emit(
            "softmax_gradient", detail: "\(type.shape)", reads: [gradient, result], writes: [target],
            flops: floatingPointOperations(inputs: [type], outputs: [type]),
            inPlace: [(write: target, read: gradient), (write: target, read: result)]
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[gradient])
            call.result = UnsafeRawPointer(addresses[result])
            call.output = addresses[target]
            return addresses.call(myelin_softmax_gradient_run, call)
        }
    }
}

private func softmaxCall(_ type: TensorType, _ logarithm: Bool) -> myelin_softmax {
    var call = myelin_softmax()
    let columns = type.shape[type.shape.rank - 1]
    call.columns = Int64(columns)
    call.rows = Int64(columns == 0 ? 0 : type.shape.count / columns)
    call.dtype = Int32(type.dtype.code)
    call.logarithm = logarithm ? 1 : 0
    return call
}
