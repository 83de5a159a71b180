/// Multiplies what follows a convolution or a product, channel by channel, into its kernel, and a number that its input is
/// multiplied by, where they last from run to run (`Program.lastingValues`): so the normalization after a convolution, and
/// the scaling of pixels before it, cost nothing when a model predicts.
///
///     (conv(x, k) + b) * s + t   →   conv(x, k * s) + (b * s + t)
///     conv(x * number, k)        →   conv(x, k * number)
package struct FoldScales {
    private var program: Program
    private var lasting: [Bool]
    private var uses: [Int]
    private var consumers: [Program.Value: [Int]] = [:]
    private var producer: [Program.Value: Int] = [:]
    private var removed: Set<Int> = []

    package static func apply(to program: inout Program) {
        var pass = FoldScales(program)
        guard pass.lasting.contains(true) else { return }
        for index in program.instructions.indices { pass.fold(at: index) }
        if pass.removed.isEmpty { return }
        program = pass.program
        program.instructions = program.instructions.enumerated().filter { !pass.removed.contains($0.offset) }.map(
            \.element)
        program.sortInstructions()
        program.removeDeadCode()
    }

    private init(_ program: Program) {
        self.program = program
        lasting = program.lastingValues
        uses = program.useCounts
        for (index, instruction) in program.instructions.enumerated() {
            for output in instruction.outputs { producer[output] = index }
            for input in instruction.inputs { consumers[input, default: []].append(index) }
        }
    }

    private mutating func fold(at index: Int) {
        let kernel = program.instructions[index].inputs.dropFirst().first
        switch program.instructions[index].operation {
        case is Convolution: break
        case let product as MatMul where !product.bTransposed: break
        default: return
        }
        guard let kernel, lasting[kernel], program.types[kernel].dtype.isFloatingPoint,
            program.types[program.instructions[index].inputs[0]].dtype == program.types[kernel].dtype,
            program.types[kernel].shape.rank == program.types[program.instructions[index].outputs[0]].shape.rank
        else { return }
        foldFactor(at: index)
        var bias: Int?
        while true {
            let value = program.instructions[bias ?? index].outputs[0]
            if let (scaling, scale) = onlyUser(of: value, as: Multiply.self) {
                program.instructions[index].inputs[1] = product(program.instructions[index].inputs[1], scale)
                if let bias { scaleBias(at: bias, by: scale) }
                take(over: scaling, by: bias ?? index)
            } else if let (adding, shift) = onlyUser(of: value, as: Add.self) {
                guard let former = bias else {
                    bias = adding
                    continue
                }
                let place = biasPlace(at: former)
                let sum = combined(Add(), program.instructions[former].inputs[place], shift)
                program.instructions[former].inputs[place] = sum
                take(over: adding, by: former)
            } else {
                return
            }
        }
    }

    /// Multiplies the number that the input is multiplied by into the kernel instead.
    private mutating func foldFactor(at index: Int) {
        // The instruction that reads the product: this one, or a change of shape between the two.
        var reader = index
        while let source = onlyProducer(of: program.instructions[reader].inputs[0]),
            program.instructions[source].operation is ReshapeOperation
        {
            reader = source
        }
        guard let scaling = onlyProducer(of: program.instructions[reader].inputs[0]),
            program.instructions[scaling].operation is Multiply
        else { return }
        let factors = program.instructions[scaling].inputs
        guard let place = factors.firstIndex(where: isRepeatedNumber), !lasting[factors[1 - place]] else { return }
        let kernel = program.instructions[index].inputs[1], shape = program.types[kernel].shape
        let alone = Shape([Int](repeating: 1, count: shape.rank))
        let number = add(
            Broadcast(shape: shape), [add(ReshapeOperation(shape: alone), [vector(factors[place])], alone)], shape)
        program.instructions[index].inputs[1] = add(Multiply(), [kernel, number], shape)
        program.instructions[reader].inputs[0] = factors[1 - place]
        removed.insert(scaling)
    }

    /// What computes a value that is read once.
    private func onlyProducer(of value: Program.Value) -> Int? { uses[value] == 1 ? producer[value] : nil }

    /// Whether a lasting value is one number everywhere.
    private func isRepeatedNumber(_ value: Program.Value) -> Bool {
        guard lasting[value], let source = producer[value], program.instructions[source].operation is Broadcast else {
            return false
        }
        return program.types[program.instructions[source].inputs[0]].shape.count == 1
    }

    /// Lets an instruction compute what another did that is no longer needed.
    private mutating func take(over other: Int, by index: Int) {
        program.instructions[index].outputs = program.instructions[other].outputs
        removed.insert(other)
    }

    private func biasPlace(at index: Int) -> Int { lasting[program.instructions[index].inputs[0]] ? 0 : 1 }

    private mutating func scaleBias(at index: Int, by scale: Program.Value) {
        let place = biasPlace(at: index)
        program.instructions[index].inputs[place] =
            combined(Multiply(), program.instructions[index].inputs[place], scale)
    }

    /// A kernel times a repeated vector, along its filters.
    private mutating func product(_ kernel: Program.Value, _ scale: Program.Value) -> Program.Value {
        let shape = program.types[kernel].shape
        let repeated = add(Broadcast(shape: shape), [vector(scale)], shape)
        return add(Multiply(), [kernel, repeated], shape)
    }

    /// Two repeated vectors combined before they are repeated.
    private mutating func combined(
        _ operation: any Operation, _ a: Program.Value, _ b: Program.Value
    ) -> Program.Value {
        let vectors = [vector(a), vector(b)]
        let short = add(operation, vectors, program.types[vectors[0]].shape)
        let shape = program.types[a].shape
        return add(Broadcast(shape: shape), [short], shape)
    }

    /// What a `Broadcast` along the last axis repeats.
    private func vector(_ repeated: Program.Value) -> Program.Value {
        program.instructions[producer[repeated]!].inputs[0]
    }

    private mutating func add(_ operation: any Operation, _ inputs: [Program.Value], _ shape: Shape) -> Program.Value {
        let value = program.types.count
        program.types.append(TensorType(shape, program.types[inputs[0]].dtype))
        lasting.append(true)
        uses.append(1)
        producer[value] = program.instructions.count
        program.instructions.append(.init(operation: operation, inputs: inputs, outputs: [value]))
        return value
    }

    /// The only reader of a value, if it combines it with a lasting vector that is repeated along all but the last axis.
    private func onlyUser<Op: Operation>(of value: Program.Value, as: Op.Type) -> (Int, Program.Value)? {
        guard uses[value] == 1, let users = consumers[value], users.count == 1, !removed.contains(users[0]) else {
            return nil
        }
        let instruction = program.instructions[users[0]], shape = program.types[value].shape
        guard instruction.operation is Op,
            let other = instruction.inputs.first(where: { $0 != value }), lasting[other], let source = producer[other],
            program.instructions[source].operation is Broadcast
        else { return nil }
        let vector = program.types[program.instructions[source].inputs[0]].shape
        let isVector = vector.rank == shape.rank && vector.count == shape.channels && vector.channels == shape.channels
        return isVector ? (users[0], other) : nil
    }
}
