import CVectorKernels

extension HostCall: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let sources = try instruction.inputs.map { try binder.buffer($0) }
        let types = (instruction.inputs + instruction.outputs).map(binder.type)
        let target = try binder.define(instruction.outputs[0])
        let detail = "\(function.name) \(types.map { "\($0.shape)" }.joined(separator: " "))"
        binder.emit("host_call", detail: detail, reads: sources, writes: [target]) { [function] addresses in
            let arrays = zip(sources + [target], types).map { buffer, type in
                HostArray(bytes: addresses[buffer], shape: type.shape, dtype: type.dtype)
            }
            let call = BoundHostCall(function, Array(arrays.dropLast()), arrays[arrays.count - 1])
            addresses.keep(call)
            return myelin_call(
                kernel: { arguments in
                    let call = Unmanaged<BoundHostCall>.fromOpaque(arguments!).takeUnretainedValue()
                    call.function.run(call.inputs, call.output)
                }, arguments: UnsafeRawPointer(Unmanaged.passUnretained(call).toOpaque()))
        }
    }
}

/// A function and the memory that it reads and writes; the calls' `Addresses` keep it.
private final class BoundHostCall {
    let function: HostFunction
    let inputs: [HostArray]
    let output: HostArray

    init(_ function: HostFunction, _ inputs: [HostArray], _ output: HostArray) {
        self.function = function
        self.inputs = inputs
        self.output = output
    }
}
