import CVectorKernels

extension LayerNormalizationOperation: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].shape.count > 0 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0])
        let call = rows.call(type)
        let inputs = try instruction.inputs.map { try binder.buffer($0) }
        let target = try binder.define(instruction.outputs[0])
        binder.emit(
            "layer_normalization", detail: "\(type.shape)", reads: inputs, writes: [target],
            flops: floatingPointOperations(inputs: [type], outputs: [type])
        ) { addresses in
            var call = call
            call.input = UnsafeRawPointer(addresses[inputs[0]])
            if rows.scaled { call.gamma = UnsafeRawPointer(addresses[inputs[1]]) }
            if rows.shifted { call.beta = UnsafeRawPointer(addresses[inputs[inputs.count - 1]]) }
            call.output = addresses[target]
            return addresses.call(myelin_layer_norm_run, call)
        }
    }
}

extension LayerNormalizationGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].shape.count > 0 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[1])
        let call = rows.call(type)
        let inputs = try instruction.inputs.map { try binder.buffer($0) }
        let targets = try instruction.outputs.map { try binder.define($0) }
        let scratch = binder.scratch(
            byteCount: 2 * Int(MYELIN_LAYER_NORM_PARTS) * Int(call.columns) * type.dtype.byteCount)
        binder.emit(
            "layer_normalization_gradient", detail: "\(type.shape)", reads: inputs, writes: targets + [scratch],
            flops: floatingPointOperations(inputs: [type], outputs: [type]),
            inPlace: [(write: targets[0], read: inputs[0])]
        ) { addresses in
            var call = call
            call.output_gradient = UnsafeRawPointer(addresses[inputs[0]])
            call.input = UnsafeRawPointer(addresses[inputs[1]])
            if rows.scaled {
                call.gamma = UnsafeRawPointer(addresses[inputs[2]])
                call.gamma_gradient = addresses[targets[1]]
            }
            if rows.shifted { call.beta_gradient = addresses[targets[targets.count - 1]] }
            call.input_gradient = addresses[targets[0]]
            call.scratch = addresses[scratch]
            return addresses.call(myelin_layer_norm_gradient_run, call)
        }
    }
}

extension RowNormalization {
    fileprivate func call(_ type: TensorType) -> myelin_layer_norm {
        var call = myelin_layer_norm()
        let columns = type.shape.sizes.suffix(axes).reduce(1, *)
        call.columns = Int64(columns)
        call.rows = Int64(type.shape.count / columns)
        call.epsilon = epsilon
        call.centered = centered ? 1 : 0
        call.dtype = Int32(type.dtype.code)
        return call
    }
}
