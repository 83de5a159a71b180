import MyelinCore

/// A Program as the compiler has it before a pass, from tensors and the placeholders they are made of.
func program(
    inputs: [Tensor] = [], _ results: [Tensor], updates: [(variable: Variable, value: Tensor)] = []
) throws -> Program {
    var builder = ProgramBuilder(backend: CPUBackend())
    for input in inputs { builder.addInput(input) }
    for result in results { try builder.addResult(result) }
    for update in updates { try builder.addUpdate(update.variable, update.value) }
    return builder.build()
}

func placeholder(_ shape: Shape, _ dtype: DType = .float32) -> Tensor { .placeholder("x", TensorType(shape, dtype)) }

extension Program {
    /// The names of the instructions' operations, in order.
    var names: [String] { instructions.map(\.operation.name) }

    /// What is wrong with the Program, if anything: the rules that every pass must leave whole.
    var violation: String? {
        var known = Set(sources.keys)
        for (index, instruction) in instructions.enumerated() {
            let name = "instruction \(index) (\(instruction.operation.name))"
            for input in instruction.inputs where !known.contains(input) {
                return "\(name) reads value \(input) before it is written"
            }
            for output in instruction.outputs where !known.insert(output).inserted {
                return "\(name) writes value \(output) again"
            }
            let isMadeByAPass = instruction.operation is FusedElementwise || instruction.inputs.count != 2
            if !isMadeByAPass,
                let types = try? instruction.operation.outputTypes(instruction.inputs.map { self.types[$0] }),
                types != instruction.outputs.map({ self.types[$0] })
            {
                return "\(name) has other types than its shape rule says"
            }
            if let fused = instruction.operation as? FusedElementwise {
                if fused.outputTypes([]) != instruction.outputs.map({ self.types[$0] }) {
                    return "\(name) writes other types"
                }
                for (step, body) in fused.steps.enumerated()
                where body.operands.contains(where: { $0 >= fused.access.count + step }) {
                    return "\(name): step \(step) reads a later one"
                }
            }
        }
        for value in results where !known.contains(value) { return "result \(value) is never written" }
        for update in updates where !known.contains(update.value) {
            return "the update of \(update.variable.name) is never written"
        }
        for update in updates where types[update.value] != update.variable.type {
            return "the update of \(update.variable.name) has another type"
        }
        return nil
    }

    /// After all passes, each of which must leave the Program whole.
    func fused() throws -> (program: Program, violation: String?) {
        var program = self
        if let violation = program.violation { return (program, "before the passes: \(violation)") }
        FuseEpilogues.apply(to: &program)
        if let violation = program.violation { return (program, "after FuseEpilogues: \(violation)") }
        FuseElementwise.apply(to: &program)
        return (program, program.violation.map { "after FuseElementwise: \($0)" })
    }
}
