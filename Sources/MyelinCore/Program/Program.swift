/// A graph laid out for execution with fixed shapes: instructions in order over numbered values, each value written once.
///
/// It knows no device. A backend binds each instruction to a kernel.
package struct Program {
    package typealias Value = Int

    /// Where a value that no instruction computes comes from.
    package enum Source {
        /// Given with each run.
        case input(Int)
        case variable(Variable)
        case data(Storage)
        case constant(Double)
    }

    package struct Instruction {
        package var operation: any Operation
        package var inputs: [Value]
        package var outputs: [Value]
    }

    package struct Update {
        package let variable: Variable
        package var value: Value
    }

    package var types: [TensorType] = []
    package var sources: [Value: Source] = [:]
    package var instructions: [Instruction] = []
    /// What a run returns.
    package var results: [Value] = []
    /// What a run writes to variables, after everything has been read.
    package var updates: [Update] = []
    package var inputTypes: [TensorType] = []

    /// How often each value is read by instructions, results and updates.
    package var useCounts: [Int] {
        var counts = [Int](repeating: 0, count: types.count)
        for instruction in instructions { for input in instruction.inputs { counts[input] += 1 } }
        for value in results { counts[value] += 1 }
        for update in updates { counts[update.value] += 1 }
        return counts
    }

    /// Of each value, whether it is the same in each run until somebody sets a variable from outside: it depends on nothing
    /// but constants and on variables that the Program leaves as they are.
    ///
    /// A Program without inputs is run once, so nothing lasts in it.
    package var lastingValues: [Bool] {
        var lasting = [Bool](repeating: false, count: types.count)
        if inputTypes.isEmpty { return lasting }
        let updated = Set(updates.map(\.variable))
        for (value, source) in sources {
            switch source {
            case .input: break
            case .variable(let variable): lasting[value] = !updated.contains(variable)
            case .data, .constant: lasting[value] = true
            }
        }
        for instruction in instructions where !(instruction.operation is HostCall) {
            let lasts = instruction.inputs.allSatisfy { lasting[$0] }
            for output in instruction.outputs { lasting[output] = lasts }
        }
        return lasting
    }

    /// Removes instructions whose results nobody reads.
    package mutating func removeDeadCode() {
        var live = [Bool](repeating: false, count: types.count)
        for value in results { live[value] = true }
        for update in updates { live[update.value] = true }
        var kept: [Instruction] = []
        for instruction in instructions.reversed() where instruction.outputs.contains(where: { live[$0] }) {
            for input in instruction.inputs { live[input] = true }
            kept.append(instruction)
        }
        instructions = kept.reversed()
        sources = sources.filter { live[$0.key] }
    }

    /// Orders the instructions so that each comes after what it reads, and those that only feed updates come last: by
    /// then nobody reads the variables' old values, and the new ones can be written over them.
    package mutating func sortInstructions() {
        var producer: [Value: Int] = [:]
        for (index, instruction) in instructions.enumerated() {
            for output in instruction.outputs { producer[output] = index }
        }
        var read = Set(results)
        for instruction in instructions { read.formUnion(instruction.inputs) }
        var ordered: [Instruction] = []
        var done = [Bool](repeating: false, count: instructions.count)
        func place(_ root: Int) {
            // Depth first with an own stack: graphs are deeper than the thread's stack.
            var stack = [(root, 0)]
            while let (index, next) = stack.popLast() {
                if done[index] { continue }
                let inputs = instructions[index].inputs
                if let open = inputs[next...].firstIndex(where: { producer[$0].map { !done[$0] } ?? false }) {
                    precondition(stack.count <= instructions.count, "a cycle among instructions")
                    stack.append((index, open))
                    stack.append((producer[inputs[open]]!, 0))
                } else {
                    done[index] = true
                    ordered.append(instructions[index])
                }
            }
        }
        let sinks = Set(instructions.indices.filter { !instructions[$0].outputs.contains(where: read.contains) })
        for index in instructions.indices where !sinks.contains(index) { place(index) }
        for index in instructions.indices where sinks.contains(index) { place(index) }
        instructions = ordered
    }

    /// Floating-point operations of one run.
    package var floatingPointOperations: Int {
        instructions.reduce(0) { $0 + floatingPointOperations(of: $1) }
    }

    package func floatingPointOperations(of instruction: Instruction) -> Int {
        instruction.operation.floatingPointOperations(
            inputs: instruction.inputs.map { types[$0] }, outputs: instruction.outputs.map { types[$0] })
    }
}

/// What the Program's passes need to know of a backend.
package protocol Backend {
    /// Whether it has a kernel of its own for a composite operation on these types.
    func hasKernel(for operation: any CompositeOperation, inputs: [TensorType]) -> Bool
}
