import CVectorKernels

extension RecurrentScan: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].dtype == .float32 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let found = roles(instruction.inputs)
        let shape = binder.type(found.projected).shape, units = binder.type(found.kernel).shape[0]
        let projected = try binder.buffer(found.projected), kernel = try packedKernel(found.kernel, in: binder)
        let states = try found.states.map { try binder.buffer($0) }
        let bias = try found.recurrentBias.map { try binder.buffer($0) }
        let mask = try found.mask.map { try binder.buffer($0) }
        let results = try instruction.outputs.map { binder.isRead($0) ? try binder.define($0) : nil }
        let code = Int32(recurrence.rawValue)
        let scratch = binder.scratch(
            byteCount: 4 * Int(myelin_scan_scratch(Int64(shape[0]), Int64(units))))
        let types = (inputs: instruction.inputs.map { binder.type($0) }, outputs: [TensorType]())
        let saved = results[savedPlace]
        binder.emit(
            "\(recurrence)_scan", detail: "\(shape[0])×\(shape[1]) steps of \(units)",
            reads: [projected, kernel] + states + [bias, mask].compactMap { $0 },
            writes: results.compactMap { $0 } + [scratch],
            flops: floatingPointOperations(inputs: types.inputs, outputs: types.outputs),
            inPlace: recurrence.savedCount == recurrence.gateCount ? (saved.map { [($0, projected)] } ?? []) : []
        ) { [recurrence, sequencePlace, previousPlace, cellsPlace] addresses in
            func pointer(_ buffer: Binder.BufferID?) -> UnsafeMutablePointer<Float>? {
                buffer.map { addresses[$0].assumingMemoryBound(to: Float.self) }
            }
            var call = myelin_scan()
            call.recurrence = code
            (call.batch, call.time, call.units) = (Int64(shape[0]), Int64(shape[1]), Int64(units))
            call.projected = UnsafePointer(pointer(projected))
            call.packed = UnsafePointer(pointer(kernel))
            call.recurrent_bias = UnsafePointer(pointer(bias))
            call.state = UnsafePointer(pointer(states[0]))
            call.cell = UnsafePointer(pointer(states.count > 1 ? states[1] : nil))
            call.mask = mask.map { UnsafePointer(addresses[$0].assumingMemoryBound(to: UInt8.self)) }
            call.last = pointer(results[0])
            call.last_cell = pointer(recurrence == .lstm ? results[1] : nil)
            call.sequence = pointer(results[sequencePlace])
            call.previous = pointer(results[previousPlace])
            call.saved = pointer(saved)
            call.cells = pointer(recurrence == .lstm ? results[cellsPlace] : nil)
            call.scratch = pointer(scratch)
            return addresses.call(myelin_scan_run, call)
        }
    }

    /// The recurrent kernel as the scan reads it; a call of its own, since it lasts where the kernel does.
    private func packedKernel(_ kernel: Program.Value, in binder: Binder) throws -> Binder.BufferID {
        let shape = binder.type(kernel).shape, source = try binder.buffer(kernel)
        let code = Int32(recurrence.rawValue), units = Int64(shape[0])
        let packed = binder.scratch(byteCount: 4 * Int(myelin_scan_kernel_floats(code, units)))
        binder.emit("reorder", detail: "recurrent kernel \(shape)", reads: [source], writes: [packed]) { addresses in
            addresses.call(
                myelin_scan_kernel_run,
                myelin_scan_kernel(
                    recurrence: code, units: units, kernel: addresses.floats(source), packed: addresses.floats(packed)))
        }
        return packed
    }
}

extension RecurrentScanGradient: CPUCompositeKernel {
    package func takes(_ inputs: [TensorType]) -> Bool { inputs[0].dtype == .float32 }

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let recurrence = scan.recurrence
        // The projected inputs themselves are not read: what the scan saved is enough.
        let found = scan.roles(instruction.inputs)
        let shape = binder.type(found.projected).shape, units = binder.type(found.kernel).shape[0]
        let kernel = try binder.buffer(found.kernel)
        let states = try found.states.map { try binder.buffer($0) }
        let mask = try found.mask.map { try binder.buffer($0) }
        let previous = recurrence == .gru ? try binder.buffer(instruction.inputs[scan.inputCount]) : nil
        let saved = try binder.buffer(instruction.inputs[scan.inputCount + 1])
        let cells = recurrence == .lstm ? try binder.buffer(instruction.inputs[scan.inputCount + 2]) : nil
        var given = instruction.inputs[arrivingPlace...]
        let gradients = try arriving.map { $0 ? try binder.buffer(given.removeFirst()) : nil }
        let results = try instruction.outputs.enumerated().map { place, output in
            place == 0 || binder.isRead(output) ? try binder.define(output) : nil
        }
        let code = Int32(recurrence.rawValue), states0 = results.count - recurrence.stateCount
        let scratch = binder.scratch(
            byteCount: 4 * Int(myelin_scan_gradient_scratch(code, Int64(shape[0]), Int64(units))))
        let inputs = instruction.inputs.map { binder.type($0) }
        binder.emit(
            "\(recurrence)_scan_gradient", detail: "\(shape[0])×\(shape[1]) steps of \(units)",
            reads: [kernel, saved] + states + [mask, previous, cells].compactMap { $0 } + gradients.compactMap { $0 },
            writes: results.compactMap { $0 } + [scratch],
            flops: floatingPointOperations(inputs: inputs, outputs: []),
            inPlace: recurrence.savedCount == recurrence.gateCount ? [(results[0]!, saved)] : []
        ) { addresses in
            func pointer(_ buffer: Binder.BufferID?) -> UnsafeMutablePointer<Float>? {
                buffer.map { addresses[$0].assumingMemoryBound(to: Float.self) }
            }
            var call = myelin_scan_gradient()
            call.recurrence = code
            (call.batch, call.time, call.units) = (Int64(shape[0]), Int64(shape[1]), Int64(units))
            call.kernel = UnsafePointer(pointer(kernel))
            call.state = UnsafePointer(pointer(states[0]))
            call.cell = UnsafePointer(pointer(states.count > 1 ? states[1] : nil))
            call.mask = mask.map { UnsafePointer(addresses[$0].assumingMemoryBound(to: UInt8.self)) }
            call.previous = UnsafePointer(pointer(previous))
            call.saved = UnsafePointer(pointer(saved))
            call.cells = UnsafePointer(pointer(cells))
            call.last_gradient = UnsafePointer(pointer(gradients[0]))
            call.last_cell_gradient = UnsafePointer(pointer(recurrence == .lstm ? gradients[1] : nil))
            call.sequence_gradient = UnsafePointer(pointer(gradients.last!))
            call.projected_gradient = pointer(results[0])
            call.recurrent_gradient = pointer(recurrence == .gru ? results[1] : nil)
            call.state_gradient = pointer(results[states0])
            call.cell_gradient = pointer(recurrence == .lstm ? results[states0 + 1] : nil)
            call.scratch = pointer(scratch)
            return addresses.call(myelin_scan_gradient_run, call)
        }
    }
}
