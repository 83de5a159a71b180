import CVectorKernels

extension FusedElementwise: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let perSegment = access.count
        let order = iterationOrder(instruction, binder)
        var segments: [(inputs: [Binder.BufferID], outputs: [Binder.BufferID])] = []
        var operands: [myelin_operand] = []
        for segment in shapes.indices {
            let values = instruction.inputs[segment * perSegment..<(segment + 1) * perSegment]
            var buffers: [Binder.BufferID] = []
            for (value, how) in zip(values, access) {
                let (buffer, operand) = try read(value, how, order, binder)
                buffers.append(buffer)
                if segment == 0 { operands.append(operand) }
            }
            let outputs = try written.indices.map {
                try binder.define(instruction.outputs[segment * written.count + $0], order)
            }
            segments.append((buffers, outputs))
        }
        let body = FusedBody(self)
        let shape = order.physicalAxes(of: shapes[0])
        let counts = shapes.map(\.count)
        let reads = segments.flatMap(\.inputs), writes = segments.flatMap(\.outputs)
        binder.emit(
            steps.count == 1 ? steps[0].name : "fused", detail: text(order), reads: reads, writes: writes,
            flops: floatingPointOperations(inputs: [], outputs: []),
            inPlace: inPlacePairs(segments, operands: operands, reads: reads)
        ) { addresses in
            var call = myelin_elementwise()
            call.instructions = UnsafePointer(addresses.store(body.instructions))
            call.inputs = UnsafePointer(addresses.store(operands))
            call.output_dtypes = UnsafePointer(addresses.store(body.outputDTypes))
            call.segments = UnsafePointer(
                addresses.store(
                    zip(segments, counts).map { segment, count in
                        let pointers = (segment.inputs + segment.outputs).map { Optional(addresses[$0]) }
                        return myelin_segment(count: Int64(count), pointers: UnsafePointer(addresses.store(pointers)))
                    }))
            call.instruction_count = Int32(body.instructions.count)
            call.input_count = Int32(operands.count)
            call.output_count = Int32(body.outputDTypes.count)
            call.temporary_count = Int32(body.temporaryCount)
            call.segment_count = Int32(segments.count)
            call.rank = Int32(shape.count)
            assign(&call.shape, shape)
            return addresses.call(myelin_elementwise_run, call)
        }
    }

    /// The layout in whose order the elements are walked: a blocked one if an operand has it, so that it need not be
    /// changed. Numbering the elements, and drawing one number for each, means their plain order.
    private func iterationOrder(_ instruction: Program.Instruction, _ binder: Binder) -> Layout {
        let ordered = [Int32(MYELIN_OP_IOTA.rawValue), Int32(MYELIN_OP_RANDOM_UNIFORM.rawValue)]
        if steps.contains(where: { ordered.contains($0.opcode) }) || shapes.count > 1 { return .plain }
        for (value, how) in zip(instruction.inputs, access) where how == .whole {
            if case .blocked(let block) = binder.layout(of: value) { return .blocked(block) }
        }
        return .plain
    }

    private func read(
        _ value: Program.Value, _ how: Access, _ order: Layout, _ binder: Binder
    ) throws -> (Binder.BufferID, myelin_operand) {
        var operand = myelin_operand()
        operand.dtype = binder.type(value).dtype.code
        switch how {
        case .scalar:
            operand.access = UInt8(MYELIN_SCALAR.rawValue)
            return (try binder.buffer(value), operand)
        case .strided(let strides):
            operand.access = UInt8(MYELIN_STRIDED.rawValue)
            assign(&operand.strides, order.physicalStrides(strides))
            return (try binder.buffer(value), operand)
        case .whole:
            let layout = binder.layout(of: value)
            if layout == order || order == .plain || layout != .plain {
                operand.access = UInt8(MYELIN_CONTIGUOUS.rawValue)
                return (try binder.buffer(value, order), operand)
            }
            // A plain operand among blocked ones is walked in their order rather than reordered first.
            operand.access = UInt8(MYELIN_STRIDED.rawValue)
            assign(&operand.strides, order.physicalStrides(shapes[0].strides))
            return (try binder.buffer(value), operand)
        }
    }

    /// An output may lie in a contiguous input's memory if no later step reads that input, and nobody else in the call does.
    private func inPlacePairs(
        _ segments: [(inputs: [Binder.BufferID], outputs: [Binder.BufferID])], operands: [myelin_operand],
        reads: [Binder.BufferID]
    ) -> [(write: Binder.BufferID, read: Binder.BufferID)] {
        var readings: [Binder.BufferID: Int] = [:]
        for read in reads { readings[read, default: 0] += 1 }
        var pairs: [(write: Binder.BufferID, read: Binder.BufferID)] = []
        for (place, step) in written.enumerated() {
            for input in access.indices where operands[input].access == UInt8(MYELIN_CONTIGUOUS.rawValue) {
                let lastUse = steps.lastIndex { $0.operands.contains(input) } ?? 0
                guard lastUse <= step, operands[input].dtype == steps[step].result.code else { continue }
                for segment in segments where readings[segment.inputs[input]] == 1 {
                    pairs.append((segment.outputs[place], segment.inputs[input]))
                }
            }
        }
        return pairs
    }

    private func text(_ order: Layout) -> String {
        let names = steps.map(\.name).joined(separator: "·")
        let sizes =
            shapes.count == 1
            ? "\(shapes[0])" : "\(shapes.count) tensors, \(shapes.reduce(0) { $0 + $1.count }) elements"
        return "\(sizes) \(order) \(names)"
    }
}

/// The steps as vector instructions over numbered slots: inputs, outputs, then temporaries, which are reused once dead.
private struct FusedBody {
    var instructions: [myelin_instruction] = []
    var outputDTypes: [UInt8] = []
    var temporaryCount = 0

    init(_ fused: FusedElementwise) {
        let inputs = fused.access.count
        outputDTypes = fused.written.map { fused.steps[$0].result.code }
        var slot = [Int](0..<inputs) + [Int](repeating: 0, count: fused.steps.count)
        var free: [Int] = []
        for (index, step) in fused.steps.enumerated() {
            let operands = step.operands.map { Int16(slot[$0]) }
            // The result may lie where an operand lay that ends here, if the elements are of one size: they are read and
            // written in step.
            let ending = Set(step.operands).filter { operand in
                operand >= inputs && !fused.written.contains(operand - inputs)
                    && !fused.steps[(index + 1)...].contains { $0.operands.contains(operand) }
            }
            let matching = ending.sorted().first {
                fused.steps[$0 - inputs].result.byteCount == step.result.byteCount
            }
            if let output = fused.written.firstIndex(of: index) {
                slot[inputs + index] = inputs + output
            } else if let matching {
                slot[inputs + index] = slot[matching]
            } else if let reused = free.popLast() {
                slot[inputs + index] = reused
            } else {
                slot[inputs + index] = inputs + fused.written.count + temporaryCount
                temporaryCount += 1
            }
            free += ending.sorted().map { slot[$0] }.filter { $0 != slot[inputs + index] }
            var instruction = myelin_instruction()
            instruction.opcode = Int16(step.opcode)
            instruction.dtype = step.dtype.code
            instruction.result = step.result.code
            instruction.destination = Int16(slot[inputs + index])
            instruction.a = operands.count > 0 ? operands[0] : 0
            instruction.b = operands.count > 1 ? operands[1] : 0
            instruction.c = operands.count > 2 ? operands[2] : 0
            instruction.immediate = step.immediate
            instructions.append(instruction)
        }
    }
}
