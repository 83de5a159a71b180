/// Lets a product or a convolution add its bias and apply its activation itself, and a convolution's kernel gradient sum
/// the bias gradient on the way.
package struct FuseEpilogues {
    /// The unary instructions that a kernel can apply to its result.
    private static let activations: [ObjectIdentifier] = [
        ObjectIdentifier(Relu.self), ObjectIdentifier(Sigmoid.self), ObjectIdentifier(Tanh.self),
    ]

    private var program: Program
    private var uses: [Int]
    private var producer: [Program.Value: Int] = [:]
    private var consumers: [Program.Value: [Int]] = [:]
    private var removed: Set<Int> = []

    package static func apply(to program: inout Program) {
        var pass = FuseEpilogues(program)
        pass.fuse()
        program = pass.program
        program.removeDeadCode()
    }

    private init(_ program: Program) {
        self.program = program
        uses = program.useCounts
        for (index, instruction) in program.instructions.enumerated() {
            for output in instruction.outputs { producer[output] = index }
            for input in instruction.inputs { consumers[input, default: []].append(index) }
        }
    }

    private mutating func fuse() {
        for index in program.instructions.indices {
            switch program.instructions[index].operation {
            case is MatMul, is Convolution: fuseForward(at: index)
            case is ConvolutionKernelGradient: fuseBiasGradient(at: index)
            default: break
            }
        }
        program.instructions = program.instructions.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
        program.sortInstructions()
    }

    private mutating func fuseForward(at index: Int) {
        var instruction = program.instructions[index]
        let shape = program.types[instruction.outputs[0]].shape
        if program.types[instruction.inputs[0]].dtype == .uint8 { return }
        var epilogue = Epilogue()
        // Reshapes between the product and its bias (rows put back to more axes) only rename elements.
        if let (sum, add) = onlyUser(of: instruction.outputs[0], as: Add.self) {
            let other = add.inputs[0] == instruction.outputs[0] ? add.inputs[1] : add.inputs[0]
            if let bias = lastAxisVector(other, length: shape[shape.rank - 1]) {
                epilogue.hasBias = true
                instruction.inputs.append(bias)
                instruction.outputs = add.outputs
                removed.insert(sum)
            }
        }
        if let user = consumers[instruction.outputs[0]], user.count == 1, uses[instruction.outputs[0]] == 1,
            let activation = program.instructions[user[0]].operation as? any ElementwiseOperation,
            Self.activations.contains(ObjectIdentifier(type(of: activation))),
            !(instruction.operation is Convolution) || activation is Relu
        {
            epilogue.activation = Int32(type(of: activation).opcode.rawValue)
            epilogue.immediate = activation.immediate
            instruction.outputs = program.instructions[user[0]].outputs
            removed.insert(user[0])
        }
        if var product = instruction.operation as? MatMul {
            product.epilogue = epilogue
            instruction.operation = product
        } else if var convolution = instruction.operation as? Convolution {
            convolution.epilogue = epilogue
            instruction.operation = convolution
        }
        program.instructions[index] = instruction
    }

    private mutating func fuseBiasGradient(at index: Int) {
        var instruction = program.instructions[index]
        guard var operation = instruction.operation as? ConvolutionKernelGradient, !operation.withBias else { return }
        let gradient = instruction.inputs[1]
        for user in consumers[gradient] ?? [] where !removed.contains(user) {
            guard let reduce = program.instructions[user].operation as? Reduce, reduce.kind == .sum,
                reduce.axes == Array(0..<program.types[gradient].shape.rank - 1),
                !depends(instruction.inputs[0], on: user)
            else { continue }
            operation.withBias = true
            instruction.operation = operation
            instruction.outputs.append(program.instructions[user].outputs[0])
            removed.insert(user)
            producer[program.instructions[user].outputs[0]] = index
            program.instructions[index] = instruction
            return
        }
    }

    /// Whether a value is computed from an instruction's results: that one cannot become part of what reads the value.
    private func depends(_ value: Program.Value, on target: Int) -> Bool {
        var seen: Set<Int> = []
        var pending = [value]
        while let value = pending.popLast() {
            guard let index = producer[value], seen.insert(index).inserted else { continue }
            if index == target { return true }
            pending += program.instructions[index].inputs
        }
        return false
    }

    private func onlyUser<Op: Operation>(of value: Program.Value, as: Op.Type) -> (Int, Program.Instruction)? {
        guard uses[value] == 1, let users = consumers[value], users.count == 1 else { return nil }
        let instruction = program.instructions[users[0]]
        return instruction.operation is Op ? (users[0], instruction) : nil
    }

    /// The vector that a value repeats along all but the last axis.
    private func lastAxisVector(_ value: Program.Value, length: Int) -> Program.Value? {
        guard let index = producer[value], program.instructions[index].operation is Broadcast else { return nil }
        let source = program.instructions[index].inputs[0]
        let shape = program.types[source].shape
        guard shape.count == length, shape[shape.rank - 1] == length else { return nil }
        return source
    }
}
