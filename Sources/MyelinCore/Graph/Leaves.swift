// The operations without inputs that a graph begins with.

/// Values from the host; the node holds them.
package struct HostData: Operation {
    package static let name = "data"
    let type: TensorType

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [type] }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [] }
}

/// One number, kept as an attribute so that equal ones are found and folded.
package struct ScalarConstant: Operation {
    package static let name = "constant"
    package let value: Double
    package let dtype: DType
    /// Whether it was written as a literal, which takes the other operand's type: `integers + 1`.
    package var isLiteral = false

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType([], dtype)] }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [] }
}

/// An argument of a Program: its values come with each run.
package struct Placeholder: Operation {
    package static let name = "input"
    package let label: String
    package let type: TensorType

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [type] }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [] }
}

/// The value of a variable at the time of the recording.
package struct ReadVariable: Operation {
    package static let name = "variable"
    package let variable: Variable

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [variable.type] }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [] }

    package static func == (a: Self, b: Self) -> Bool { a.variable === b.variable }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(variable)) }
}
