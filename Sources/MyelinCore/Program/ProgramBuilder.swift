/// Lays a recorded graph out as a Program: takes composites apart that the backend has no kernel for, simplifies, and
/// finds common subexpressions, all while instructions are added one by one in topological order.
package struct ProgramBuilder {
    package private(set) var program = Program()
    private let backend: any Backend
    private var valueOfTensor: [TensorPlace: Program.Value] = [:]
    private var known: [InstructionKey: [Program.Value]] = [:]
    private var constants: [ConstantKey: Program.Value] = [:]
    private var variables: [ObjectIdentifier: Program.Value] = [:]
    private var definitions: [Program.Value: Program.Instruction] = [:]

    private struct TensorPlace: Hashable {
        let node: Int, output: Int
    }
    private struct InstructionKey: Hashable {
        let operation: AnyHashable, inputs: [Program.Value]
    }
    private struct ConstantKey: Hashable {
        let bits: UInt64, dtype: DType
    }

    package init(backend: any Backend) { self.backend = backend }

    /// Makes a tensor (a placeholder, or any leaf) the next input of the Program.
    package mutating func addInput(_ tensor: Tensor) {
        let value = newValue(tensor.type)
        program.sources[value] = .input(program.inputTypes.count)
        program.inputTypes.append(tensor.type)
        valueOfTensor[TensorPlace(node: tensor.node.id, output: tensor.output)] = value
    }

    /// The value of a tensor; adds the instructions that it needs.
    package mutating func value(of tensor: Tensor) throws -> Program.Value {
        try add([tensor])
        return valueOfTensor[TensorPlace(node: tensor.node.id, output: tensor.output)]!
    }

    package mutating func addResult(_ tensor: Tensor) throws { program.results.append(try value(of: tensor)) }

    package mutating func addUpdate(_ variable: Variable, _ tensor: Tensor) throws {
        guard tensor.type == variable.type else {
            throw tensor.error
                ?? MyelinError(.shape, "\(variable.name): expected an update \(variable.type), got \(tensor.type)")
        }
        program.updates.append(.init(variable: variable, value: try value(of: tensor)))
    }

    package consuming func build() -> Program {
        program.removeDeadCode()
        return program
    }

    // MARK: From the graph

    private mutating func add(_ tensors: [Tensor]) throws {
        var nodes: [Int: Node] = [:]
        var pending = tensors.map(\.node)
        while let node = pending.popLast() {
            guard nodes[node.id] == nil, valueOfTensor[TensorPlace(node: node.id, output: 0)] == nil else { continue }
            nodes[node.id] = node
            if !node.isKnown { pending.append(contentsOf: node.inputs.map(\.node)) }
        }
        for node in nodes.values.sorted(by: { $0.id < $1.id }) {
            if let error = node.error { throw error }
            let values = try add(node)
            for (output, value) in values.enumerated() {
                valueOfTensor[TensorPlace(node: node.id, output: output)] = value
            }
        }
    }

    private mutating func add(_ node: Node) throws -> [Program.Value] {
        if let constant = node.operation as? ScalarConstant { return [add(constant: constant.value, constant.dtype)] }
        if node.isKnown {
            return node.types.indices.map { output in
                let value = newValue(node.types[output])
                program.sources[value] = .data(node.storages[output]!)
                return value
            }
        }
        if let read = node.operation as? ReadVariable {
            if let value = variables[ObjectIdentifier(read.variable)] { return [value] }
            let value = newValue(read.variable.type)
            program.sources[value] = .variable(read.variable)
            variables[ObjectIdentifier(read.variable)] = value
            return [value]
        }
        if let placeholder = node.operation as? Placeholder {
            throw MyelinError(.argument, "the input '\(placeholder.label)' has no value")
        }
        let inputs = node.inputs.map { valueOfTensor[TensorPlace(node: $0.node.id, output: $0.output)]! }
        return try add(node.operation, inputs)
    }

    // MARK: Instructions

    /// The value of a number.
    mutating func add(constant: Double, _ dtype: DType) -> Program.Value {
        let key = ConstantKey(bits: constant.bitPattern, dtype: dtype)
        if let value = constants[key] { return value }
        let value = newValue(TensorType([], dtype))
        program.sources[value] = .constant(constant)
        constants[key] = value
        return value
    }

    /// Adds an instruction, or finds values that are the same.
    mutating func add(_ operation: any Operation, _ inputs: [Program.Value]) throws -> [Program.Value] {
        if let simpler = try simplified(operation, inputs) { return simpler }
        let key = InstructionKey(operation: AnyHashable(operation), inputs: inputs)
        if let values = known[key] { return values }
        let types = inputs.map { program.types[$0] }
        var values: [Program.Value]
        if let composite = operation as? any CompositeOperation, !backend.hasKernel(for: composite, inputs: types) {
            values = try add(decompositionOf: composite, inputs)
        } else {
            values = try operation.outputTypes(types).map { newValue($0) }
            let instruction = Program.Instruction(operation: operation, inputs: inputs, outputs: values)
            program.instructions.append(instruction)
            for value in values { definitions[value] = instruction }
        }
        known[key] = values
        return values
    }

    private mutating func add(
        decompositionOf operation: any CompositeOperation, _ inputs: [Program.Value]
    ) throws -> [Program.Value] {
        let stands = inputs.map { Tensor.placeholder("", program.types[$0]) }
        for (tensor, value) in zip(stands, inputs) {
            valueOfTensor[TensorPlace(node: tensor.node.id, output: 0)] = value
        }
        return try operation.decomposed(stands).map { try value(of: $0) }
    }

    private mutating func newValue(_ type: TensorType) -> Program.Value {
        program.types.append(type)
        return program.types.count - 1
    }

    // MARK: Looking back, for the simplification rules

    func type(of value: Program.Value) -> TensorType { program.types[value] }

    /// The instruction that computes a value, if it is of this operation.
    func definition<Op: Operation>(of value: Program.Value, as type: Op.Type) -> (
        operation: Op, inputs: [Program.Value]
    )? {
        guard let instruction = definitions[value], let operation = instruction.operation as? Op else { return nil }
        return (operation, instruction.inputs)
    }

    /// The instruction that computes a value.
    func definition(of value: Program.Value) -> Program.Instruction? { definitions[value] }

    /// The number that a value is throughout, if it is one constant.
    func constant(_ value: Program.Value) -> Double? {
        if case .constant(let number) = program.sources[value] { return number }
        if let broadcast = definition(of: value, as: Broadcast.self) { return constant(broadcast.inputs[0]) }
        if let reshape = definition(of: value, as: ReshapeOperation.self) { return constant(reshape.inputs[0]) }
        return nil
    }
}
