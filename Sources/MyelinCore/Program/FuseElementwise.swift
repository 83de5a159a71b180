import CVectorKernels

/// Groups elementwise instructions of one shape into single passes over memory, reading broadcast and transposed operands
/// where they lie, and runs equal groups that only feed updates (an optimizer's step for each parameter) as one.
package struct FuseElementwise {
    private let largestGroup: Int
    private let program: Program
    private var producer: [Program.Value: Int] = [:]
    private var groupOf: [Int: Int] = [:]
    private var groups: [Int: [Int]] = [:]
    private var order: ContractedOrder
    private let readers: [Program.Value: [Int]]
    private let lasting: Set<Program.Value>

    /// - Parameter largestGroup: the most instructions that become one; with 1 nothing is fused.
    package static func apply(to program: inout Program, largestGroup: Int = 48) {
        var pass = FuseElementwise(program, largestGroup)
        pass.formGroups()
        program.instructions = pass.fusedInstructions()
        mergeUpdates(&program)
        program.removeDeadCode()
        program.sortInstructions()
    }

    private init(_ program: Program, _ largestGroup: Int) {
        self.largestGroup = largestGroup
        self.program = program
        var readers: [Program.Value: [Int]] = [:]
        for (index, instruction) in program.instructions.enumerated() {
            for output in instruction.outputs { producer[output] = index }
            for input in instruction.inputs { readers[input, default: []].append(index) }
        }
        self.readers = readers
        order = ContractedOrder(count: program.instructions.count)
        lasting = Set(program.results + program.updates.map(\.value))
    }

    // MARK: Groups

    private mutating func formGroups() {
        for (index, instruction) in program.instructions.enumerated()
        where instruction.operation is any ElementwiseOperation {
            groupOf[index] = index
            groups[index] = [index]
            for input in instruction.inputs {
                guard let source = producer[input], let group = groupOf[source], let own = groupOf[index], group != own,
                    program.types[instruction.outputs[0]].shape == program.types[input].shape,
                    groups[group]!.count + groups[own]!.count <= largestGroup, let between = unitsBetween(group, own)
                else { continue }
                let members = groups.removeValue(forKey: own)!
                for member in members { groupOf[member] = group }
                groups[group] = (groups[group]! + members).sorted()
                order.contract(group, own, movingBehind: between)
            }
        }
    }

    /// The units that depend on one group and come before another that reads it; nil if the other depends on any of
    /// them, for merged, the two would have to run both before and after what lies between.
    private func unitsBetween(_ source: Int, _ target: Int) -> Set<Int>? {
        var between: Set<Int> = []
        var pending = [source]
        while let unit = pending.popLast() {
            for member in groups[unit] ?? [unit] {
                for output in program.instructions[member].outputs {
                    for reader in readers[output] ?? [] {
                        let next = groupOf[reader] ?? reader
                        if next == target && unit != source { return nil }
                        guard next != source, next != target, order.position[next] < order.position[target] else {
                            continue
                        }
                        if between.insert(next).inserted { pending.append(next) }
                    }
                }
            }
        }
        return between
    }

    // MARK: Fused instructions

    private func fusedInstructions() -> [Program.Instruction] {
        var result: [Program.Instruction] = []
        for (index, instruction) in program.instructions.enumerated() {
            guard let group = groupOf[index] else {
                result.append(instruction)
                continue
            }
            if groups[group]!.last == index { result.append(fused(groups[group]!)) }
        }
        return result
    }

    private func fused(_ members: [Int]) -> Program.Instruction {
        let shape = program.types[program.instructions[members[0]].outputs[0]].shape
        let inside = Set(members)
        var inputs: [Program.Value] = []
        var access: [FusedElementwise.Access] = []
        // First the inputs, so that steps can be numbered behind them.
        var operandOf: [Program.Value: Int] = [:]
        for member in members {
            for value in program.instructions[member].inputs {
                if let source = producer[value], inside.contains(source) { continue }
                if operandOf[value] != nil { continue }
                let (base, how) = viewed(value, shape)
                if let known = inputs.indices.first(where: { inputs[$0] == base && access[$0] == how }) {
                    operandOf[value] = known
                } else {
                    operandOf[value] = inputs.count
                    inputs.append(base)
                    access.append(how)
                }
            }
        }
        var steps: [FusedElementwise.Step] = []
        var outputs: [Program.Value] = [], written: [Int] = []
        for member in members {
            let instruction = program.instructions[member]
            let operation = instruction.operation as! any ElementwiseOperation
            let value = instruction.outputs[0]
            let operands = instruction.inputs.map { operandOf[$0]! }
            let dtype = (instruction.inputs.last.map { program.types[$0].dtype } ?? program.types[value].dtype)
            let isSource = operation is RandomUniform || operation is Iota
            operandOf[value] = inputs.count + steps.count
            let leaves = lasting.contains(value) || (readers[value] ?? []).contains { !inside.contains($0) }
            if leaves {
                outputs.append(value)
                written.append(steps.count)
            }
            steps.append(
                .init(
                    name: operation.name, opcode: Int32(type(of: operation).opcode.rawValue),
                    dtype: isSource ? program.types[value].dtype : dtype, result: program.types[value].dtype,
                    immediate: operation.immediate, operands: operands))
        }
        var operation = FusedElementwise(steps: steps, access: access, written: written, shapes: [shape])
        operation.combineSteps()
        return .init(operation: operation, inputs: inputs, outputs: outputs)
    }

    /// The value to read in place of `value`, and how: a broadcast or transposed one is read where its source lies.
    private func viewed(_ value: Program.Value, _ shape: Shape) -> (Program.Value, FusedElementwise.Access) {
        if program.types[value].shape.count == 1 && shape.count != 1 { return (value, .scalar) }
        if program.types[value].shape.rank == 0 { return (value, shape.rank == 0 ? .whole : .scalar) }
        guard let index = producer[value] else { return (value, .whole) }
        let instruction = program.instructions[index]
        switch instruction.operation {
        case is ReshapeOperation where program.types[instruction.inputs[0]].shape.rank == 0:
            // A number is read as one by weights of one element, too, so that they are updated with the others.
            return (instruction.inputs[0], .scalar)
        case is Broadcast:
            let source = instruction.inputs[0]
            let from = program.types[source].shape
            if from.count == 1 { return (source, .scalar) }
            let strides = from.strides
            return (source, .strided((0..<shape.rank).map { from[$0] == 1 ? 0 : strides[$0] }))
        case let transpose as Transpose:
            let source = instruction.inputs[0]
            let strides = program.types[source].shape.strides
            return (source, .strided(transpose.permutation.map { strides[$0] }))
        default: return (value, .whole)
        }
    }

    // MARK: Updates

    /// Runs groups that differ only in their tensors as segments of one, where nothing but updates reads their results.
    private static func mergeUpdates(_ program: inout Program) {
        let inUse = program.useCounts
        var updated: [Program.Value: Int] = [:]
        for update in program.updates { updated[update.value, default: 0] += 1 }
        var firstOfKind: [FusedElementwise: Int] = [:]
        var removed: Set<Int> = []
        for index in program.instructions.indices {
            let instruction = program.instructions[index]
            guard var operation = instruction.operation as? FusedElementwise, operation.shapes[0].rank > 0,
                instruction.outputs.allSatisfy({ inUse[$0] == updated[$0] }),
                !operation.access.contains(where: { if case .strided = $0 { true } else { false } }),
                !operation.steps.contains(where: {
                    $0.opcode == Int32(MYELIN_OP_RANDOM_UNIFORM.rawValue) || $0.opcode == Int32(MYELIN_OP_IOTA.rawValue)
                })
            else { continue }
            let shape = operation.shapes[0]
            operation.shapes = []
            if let first = firstOfKind[operation],
                var merged = program.instructions[first].operation as? FusedElementwise
            {
                merged.shapes.append(shape)
                program.instructions[first].operation = merged
                program.instructions[first].inputs += instruction.inputs
                program.instructions[first].outputs += instruction.outputs
                removed.insert(index)
            } else {
                firstOfKind[operation] = index
            }
        }
        program.instructions = program.instructions.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
    }
}

extension FusedElementwise {
    /// Replaces short idioms by single instructions: x + (y - x) * z, x / (sqrt(y) + z), x * y + z.
    mutating func combineSteps() {
        var index = 0
        while index < steps.count {
            if combine(at: index) { removeUnusedSteps() } else { index += 1 }
            index = Swift.min(index, steps.count)
        }
    }

    private func step(_ operand: Int, _ opcode: myelin_opcode) -> Step? {
        let index = operand - access.count
        guard index >= 0, steps[index].opcode == Int32(opcode.rawValue), !written.contains(index) else { return nil }
        let uses = steps.reduce(0) { $0 + $1.operands.filter { $0 == operand }.count }
        return uses == 1 ? steps[index] : nil
    }

    private mutating func combine(at index: Int) -> Bool {
        let own = steps[index]
        guard own.dtype.isFloatingPoint, own.operands.count == 2 else { return false }
        func replace(_ opcode: myelin_opcode, _ name: String, _ operands: [Int]) -> Step {
            Step(
                name: name, opcode: Int32(opcode.rawValue), dtype: own.dtype, result: own.result, immediate: 0,
                operands: operands)
        }
        if own.opcode == Int32(MYELIN_OP_ADD.rawValue) {
            for (x, product) in [(own.operands[0], own.operands[1]), (own.operands[1], own.operands[0])] {
                guard let multiply = step(product, MYELIN_OP_MULTIPLY) else { continue }
                for (difference, z) in [
                    (multiply.operands[0], multiply.operands[1]), (multiply.operands[1], multiply.operands[0]),
                ] {
                    if let subtract = step(difference, MYELIN_OP_SUBTRACT), subtract.operands[1] == x {
                        steps[index] = replace(MYELIN_OP_LERP, "lerp", [x, subtract.operands[0], z])
                        return true
                    }
                }
                steps[index] = replace(MYELIN_OP_MULTIPLY_ADD, "multiply_add", multiply.operands + [x])
                return true
            }
        }
        if own.opcode == Int32(MYELIN_OP_DIVIDE.rawValue), let sum = step(own.operands[1], MYELIN_OP_ADD) {
            for (root, z) in [(sum.operands[0], sum.operands[1]), (sum.operands[1], sum.operands[0])] {
                guard let squareRoot = step(root, MYELIN_OP_SQRT) else { continue }
                steps[index] = replace(
                    MYELIN_OP_SCALED_DIVIDE_SQRT, "divide_by_sqrt", [own.operands[0], squareRoot.operands[0], z])
                return true
            }
        }
        return false
    }

    private mutating func removeUnusedSteps() {
        var used = Set(written.map { $0 + access.count })
        for index in steps.indices.reversed() where used.contains(index + access.count) {
            used.formUnion(steps[index].operands)
        }
        var renumbered: [Int: Int] = [:]
        for input in access.indices { renumbered[input] = input }
        var kept: [Step] = []
        for (index, var step) in steps.enumerated() where used.contains(index + access.count) {
            step.operands = step.operands.map { renumbered[$0]! }
            renumbered[index + access.count] = access.count + kept.count
            kept.append(step)
        }
        written = written.map { renumbered[$0 + access.count]! - access.count }
        steps = kept
    }
}
