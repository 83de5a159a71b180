/// An operation that multiplies its first two operands, element by element or as matrices, and sums.
package protocol ProductOperation: Operation {
    /// Whether both hold numbers of BFloat16 alone; set by `FindBFloat16Products`.
    var isOfBFloat16: Bool { get set }
}

/// Finds the products and convolutions that multiply nothing but numbers of BFloat16, as layers of the mixed policy record
/// them: Float32 holds each such product exactly, so a CPU that multiplies in BFloat16 may do so.
package enum FindBFloat16Products {
    package static func apply(to program: inout Program) {
        var found: Set<Program.Value> = []
        for (index, instruction) in program.instructions.enumerated() {
            if var product = instruction.operation as? any ProductOperation,
                instruction.inputs.prefix(2).allSatisfy(found.contains)
            {
                product.isOfBFloat16 = true
                program.instructions[index].operation = product
            }
            let inputs = instruction.inputs
            let taken = elements(of: instruction.operation, inputs)
            if instruction.operation is RoundToBFloat16 || !taken.isEmpty && taken.allSatisfy(found.contains) {
                found.formUnion(instruction.outputs)
            }
        }
    }

    /// The operands whose elements, or their negatives, and zeros are all that an operation's results hold; none if they hold
    /// other numbers.
    private static func elements(of operation: any Operation, _ inputs: [Program.Value]) -> ArraySlice<Program.Value> {
        switch operation {
        case let pad as Pad where pad.value == 0: inputs[...]
        case is ReshapeOperation, is Transpose, is Broadcast, is Slice, is Concatenate, is Stack, is Unstack:
            inputs[...]
        case is Relu, is Negate, is Absolute, is Maximum, is Minimum: inputs[...]
        case is ReluGradient, is Gather, is MaximumPool, is MaximumPoolSelect: inputs.prefix(1)
        case is Select: inputs.dropFirst()
        default: []
        }
    }
}
