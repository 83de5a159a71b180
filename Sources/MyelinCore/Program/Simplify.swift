/// Local rules that replace an instruction by something cheaper with the same value. They are tried whenever an
/// instruction is about to be added, so one rule's result meets the others.
extension ProgramBuilder {
    /// Values to use instead of a new instruction, or nil if no rule applies.
    mutating func simplified(_ operation: any Operation, _ inputs: [Program.Value]) throws -> [Program.Value]? {
        switch operation {
        case is StopGradient: return [inputs[0]]
        case let reshape as ReshapeOperation: return try simplified(reshape, inputs[0])
        case let transpose as Transpose: return try simplified(transpose, inputs[0])
        case let broadcast as Broadcast: return try simplified(broadcast, inputs[0])
        case let reduce as Reduce: return try simplified(reduce, inputs[0])
        case let product as MatMul: return try simplified(product, inputs)
        case let elementwise as any ElementwiseOperation: return try simplified(elementwise, inputs)
        default: return nil
        }
    }

    private mutating func simplified(_ reshape: ReshapeOperation, _ x: Program.Value) throws -> [Program.Value]? {
        if type(of: x).shape == reshape.shape { return [x] }
        if let inner = definition(of: x, as: ReshapeOperation.self) { return try add(reshape, inner.inputs) }
        // One number repeated stays one number repeated.
        if let inner = definition(of: x, as: Broadcast.self), type(of: inner.inputs[0]).shape.count == 1 {
            let ones = Shape([Int](repeating: 1, count: reshape.shape.rank))
            return try add(Broadcast(shape: reshape.shape), try add(ReshapeOperation(shape: ones), inner.inputs))
        }
        return nil
    }

    private mutating func simplified(_ transpose: Transpose, _ x: Program.Value) throws -> [Program.Value]? {
        if transpose.permutation == Array(transpose.permutation.indices) { return [x] }
        if let inner = definition(of: x, as: Transpose.self) {
            return try add(
                Transpose(permutation: transpose.permutation.map { inner.operation.permutation[$0] }), inner.inputs)
        }
        // Moving axes of size 1 moves no element.
        let shape = type(of: x).shape
        let moved = transpose.permutation.filter { shape[$0] != 1 }
        if moved == moved.sorted() {
            return try add(ReshapeOperation(shape: Shape(transpose.permutation.map { shape[$0] })), [x])
        }
        return nil
    }

    private mutating func simplified(_ broadcast: Broadcast, _ x: Program.Value) throws -> [Program.Value]? {
        if type(of: x).shape == broadcast.shape { return [x] }
        if let inner = definition(of: x, as: Broadcast.self) { return try add(broadcast, inner.inputs) }
        return nil
    }

    private mutating func simplified(_ reduce: Reduce, _ x: Program.Value) throws -> [Program.Value]? {
        let shape = type(of: x).shape
        // A sum of sums is one sum.
        if reduce.kind == .sum, let inner = definition(of: x, as: Reduce.self), inner.operation.kind == .sum {
            let rank = type(of: inner.inputs[0]).shape.rank
            let kept = (0..<rank).filter { !inner.operation.axes.contains($0) }
            let axes = inner.operation.axes + reduce.axes.map { kept[$0] }
            return try add(Reduce(kind: .sum, axes: axes.sorted()), inner.inputs)
        }
        guard reduce.axes.allSatisfy({ shape[$0] == 1 }) else { return nil }
        let kept = (0..<shape.rank).filter { !reduce.axes.contains($0) }
        return try add(ReshapeOperation(shape: Shape(kept.map { shape[$0] })), [x])
    }

    private mutating func simplified(_ product: MatMul, _ inputs: [Program.Value]) throws -> [Program.Value]? {
        // A transposed operand is read as it lies.
        func untransposed(_ value: Program.Value) -> Program.Value? {
            guard let inner = definition(of: value, as: Transpose.self) else { return nil }
            let rank = inner.operation.permutation.count
            let swapped = Array(0..<rank - 2) + [rank - 1, rank - 2]
            return inner.operation.permutation == swapped ? inner.inputs[0] : nil
        }
        var changed = product
        var operands = inputs
        if let a = untransposed(inputs[0]) {
            changed.aTransposed.toggle()
            operands[0] = a
        }
        if let b = untransposed(inputs[1]) {
            changed.bTransposed.toggle()
            operands[1] = b
        }
        // Bytes are multiplied as they are: a multi-hot row is mostly zeros, which cost nothing then.
        if let convert = definition(of: operands[0], as: Convert.self), type(of: convert.inputs[0]).dtype == .uint8,
            type(of: operands[1]) == TensorType(type(of: operands[1]).shape, .float32),
            type(of: operands[0]).shape.rank == 2, !changed.bTransposed
        {
            operands[0] = convert.inputs[0]
        }
        return operands == inputs ? nil : try add(changed, operands)
    }

    private mutating func simplified(
        _ operation: any ElementwiseOperation, _ inputs: [Program.Value]
    ) throws -> [Program.Value]? {
        if let same = neutral(operation, inputs) { return [same] }
        if let folded = folded(operation, inputs) { return [folded] }
        // relu of a pooled maximum lets through the same elements before and after the winner's place is looked up, and
        // there are fewer of them after.
        if operation is ReluGradient, let pool = definition(of: inputs[0], as: MaximumPoolGradient.self),
            let forward = definition(of: pool.inputs[1]), forward.operation is MaximumPool,
            forward.inputs == [inputs[1]]
        {
            let gradient = try add(ReluGradient(), [pool.inputs[0], forward.outputs[0]])
            return try add(pool.operation, [gradient[0], pool.inputs[1]])
        }
        return try computedBeforeBroadcast(operation, inputs) ?? computedBeforeReshape(operation, inputs)
    }

    /// An operand that the operation leaves as it is: x + 0, x * 1, x / 1, x - 0, a conversion to the same type.
    private func neutral(_ operation: any ElementwiseOperation, _ inputs: [Program.Value]) -> Program.Value? {
        switch operation {
        case let convert as Convert: return type(of: inputs[0]).dtype == convert.dtype ? inputs[0] : nil
        case is Add: return constant(inputs[1]) == 0 ? inputs[0] : constant(inputs[0]) == 0 ? inputs[1] : nil
        case is Subtract: return constant(inputs[1]) == 0 ? inputs[0] : nil
        case is Multiply: return constant(inputs[1]) == 1 ? inputs[0] : constant(inputs[0]) == 1 ? inputs[1] : nil
        case is Divide: return constant(inputs[1]) == 1 ? inputs[0] : nil
        default: return nil
        }
    }

    /// Arithmetic of two numbers.
    private mutating func folded(_ operation: any ElementwiseOperation, _ inputs: [Program.Value]) -> Program.Value? {
        guard inputs.count == 2 else { return nil }
        let type = type(of: inputs[0])
        guard type.shape.rank == 0, type.dtype.isFloatingPoint, let a = constant(inputs[0]), let b = constant(inputs[1])
        else { return nil }
        func rounded(_ value: Double) -> Double { type.dtype == .float32 ? Double(Float(value)) : value }
        switch operation {
        case is Add: return add(constant: rounded(a + b), type.dtype)
        case is Subtract: return add(constant: rounded(a - b), type.dtype)
        case is Multiply: return add(constant: rounded(a * b), type.dtype)
        case is Divide: return add(constant: rounded(a / b), type.dtype)
        default: return nil
        }
    }

    /// What follows a product of rows is done before they are put back to more axes, where the product can take it over: a
    /// bias along the last axes, an activation.
    private mutating func computedBeforeReshape(
        _ operation: any ElementwiseOperation, _ inputs: [Program.Value]
    ) throws -> [Program.Value]? {
        func rows(_ value: Program.Value) -> (value: Program.Value, shape: Shape)? {
            guard let reshape = definition(of: value, as: ReshapeOperation.self) else { return nil }
            let source = reshape.inputs[0], shape = type(of: source).shape
            guard shape.rank == 2, let before = definition(of: source)?.operation,
                before is MatMul || before is any ElementwiseOperation
            else { return nil }
            return (source, shape)
        }
        if operation is any UnaryOperation, inputs.count == 1, let (source, _) = rows(inputs[0]) {
            let shape = type(of: inputs[0]).shape
            return try add(ReshapeOperation(shape: shape), try add(operation, [source]))
        }
        guard operation is Add else { return nil }
        for (place, other) in [(0, 1), (1, 0)] {
            guard let (source, shape) = rows(inputs[place]),
                let bias = definition(of: inputs[other], as: Broadcast.self)
            else { continue }
            let repeated = type(of: bias.inputs[0]).shape, wide = type(of: inputs[place]).shape
            // The bias is whole along the axes that make the rows' columns, and repeated along the others.
            let first = repeated.sizes.firstIndex { $0 != 1 } ?? repeated.rank
            guard repeated.count == shape[1], Array(repeated.sizes[first...]) == Array(wide.sizes[first...]) else {
                continue
            }
            let vector = try add(ReshapeOperation(shape: [1, shape[1]]), bias.inputs)
            let wideVector = try add(Broadcast(shape: shape), vector)
            var operands = [source, wideVector[0]]
            if place == 1 { operands.reverse() }
            return try add(ReshapeOperation(shape: wide), try add(operation, operands))
        }
        return nil
    }

    /// An operation whose operands are all broadcast from scalars is done once on the scalars.
    private mutating func computedBeforeBroadcast(
        _ operation: any ElementwiseOperation, _ inputs: [Program.Value]
    ) throws -> [Program.Value]? {
        guard let first = inputs.first, type(of: first).shape.rank > 0 else { return nil }
        let shape = type(of: first).shape
        var scalars: [Program.Value] = []
        for input in inputs {
            guard let broadcast = definition(of: input, as: Broadcast.self),
                type(of: broadcast.inputs[0]).shape.count == 1
            else { return nil }
            scalars.append(try add(ReshapeOperation(shape: []), broadcast.inputs)[0])
        }
        let result = try add(operation, scalars)
        let expanded = try add(ReshapeOperation(shape: Shape([Int](repeating: 1, count: shape.rank))), result)
        return try add(Broadcast(shape: shape), expanded)
    }
}
