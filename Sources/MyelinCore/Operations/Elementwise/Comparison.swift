import CVectorKernels

/// An elementwise operation whose result is Bool, and which therefore has no gradient.
package protocol ComparisonOperation: ElementwiseOperation {}

extension ComparisonOperation {
    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        for input in inputs where input != inputs[0] || !Self.accepts.contains(input.dtype) {
            throw MyelinError(
                .shape, "expected operands of one type, \(Self.accepts.text), got \(inputs[0]) and \(input)")
        }
        return [TensorType(inputs[0].shape, .bool)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { step.inputs.map { _ in nil } }
}

/// a == b.
package struct Equal: ComparisonOperation {
    package static let name = "equal"
    package static let opcode = MYELIN_OP_EQUAL
    package static let accepts = ElementTypes.all
}

/// a != b.
package struct NotEqual: ComparisonOperation {
    package static let name = "not_equal"
    package static let opcode = MYELIN_OP_NOT_EQUAL
    package static let accepts = ElementTypes.all
}

/// a < b.
package struct Less: ComparisonOperation {
    package static let name = "less"
    package static let opcode = MYELIN_OP_LESS
    package static let accepts = ElementTypes.numbers
}

/// a <= b.
package struct LessEqual: ComparisonOperation {
    package static let name = "less_equal"
    package static let opcode = MYELIN_OP_LESS_EQUAL
    package static let accepts = ElementTypes.numbers
}

/// a > b.
package struct Greater: ComparisonOperation {
    package static let name = "greater"
    package static let opcode = MYELIN_OP_GREATER
    package static let accepts = ElementTypes.numbers
}

/// a >= b.
package struct GreaterEqual: ComparisonOperation {
    package static let name = "greater_equal"
    package static let opcode = MYELIN_OP_GREATER_EQUAL
    package static let accepts = ElementTypes.numbers
}

/// Both.
package struct And: ComparisonOperation {
    package static let name = "and"
    package static let opcode = MYELIN_OP_AND
    package static let accepts = ElementTypes.booleans
}

/// Either.
package struct Or: ComparisonOperation {
    package static let name = "or"
    package static let opcode = MYELIN_OP_OR
    package static let accepts = ElementTypes.booleans
}

/// The opposite.
package struct Not: ComparisonOperation {
    package static let name = "not"
    package static let opcode = MYELIN_OP_NOT
    package static let accepts = ElementTypes.booleans
}

/// Whether x is not a number.
package struct IsNaN: ComparisonOperation {
    package static let name = "is_nan"
    package static let opcode = MYELIN_OP_IS_NAN
    package static let accepts = ElementTypes.floats
}

/// Whether x is neither infinite nor NaN.
package struct IsFinite: ComparisonOperation {
    package static let name = "is_finite"
    package static let opcode = MYELIN_OP_IS_FINITE
    package static let accepts = ElementTypes.floats
}

// Methods rather than `==` and `<`, which in Swift promise one Bool.
extension Tensor {
    /// Where the elements are equal, with broadcasting.
    public func equal(_ other: Tensor) -> Tensor { .binary(Equal(), self, other) }
    /// Where the elements differ.
    public func notEqual(_ other: Tensor) -> Tensor { .binary(NotEqual(), self, other) }
    /// Where this is smaller.
    public func less(_ other: Tensor) -> Tensor { .binary(Less(), self, other) }
    /// Where this is smaller or equal.
    public func lessEqual(_ other: Tensor) -> Tensor { .binary(LessEqual(), self, other) }
    /// Where this is larger.
    public func greater(_ other: Tensor) -> Tensor { .binary(Greater(), self, other) }
    /// Where this is larger or equal.
    public func greaterEqual(_ other: Tensor) -> Tensor { .binary(GreaterEqual(), self, other) }
    /// Where both of two Bool tensors hold.
    public func and(_ other: Tensor) -> Tensor { .binary(And(), self, other) }
    /// Where either of two Bool tensors holds.
    public func or(_ other: Tensor) -> Tensor { .binary(Or(), self, other) }
    /// Where a Bool tensor does not hold.
    public func not() -> Tensor { .record(Not(), self) }
    /// Where an element is not a number.
    public func isNaN() -> Tensor { .record(IsNaN(), self) }
    /// Where an element is neither infinite nor NaN.
    public func isFinite() -> Tensor { .record(IsFinite(), self) }
}
