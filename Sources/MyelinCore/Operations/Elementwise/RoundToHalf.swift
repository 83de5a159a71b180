import CVectorKernels

/// The element types of 16 bits to which numbers can be rounded. Myelin keeps and computes them as Float32.
public enum HalfPrecision: String, Hashable, Sendable {
    /// IEEE 754 binary16: 11 bits of mantissa, nothing finite above 65504.
    case float16
    /// Float32's range with 8 bits of mantissa.
    case bfloat16
}

/// The nearest number that a Float16 holds. Its gradient is rounded likewise, as if both ways ran in 16 bits.
package struct RoundToFloat16: UnaryOperation {
    package static let name = "round_float16"
    package static let opcode = MYELIN_OP_ROUND_FLOAT16
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent.rounded(to: .float16) }
}

/// The nearest number that a BFloat16 holds. Its gradient is rounded likewise.
package struct RoundToBFloat16: UnaryOperation {
    package static let name = "round_bfloat16"
    package static let opcode = MYELIN_OP_ROUND_BFLOAT16
    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? { cotangent.rounded(to: .bfloat16) }
}

extension Tensor {
    /// Each element rounded to the nearest number that 16 bits hold; what is too large becomes infinite. The gradient is
    /// rounded in the same way.
    public func rounded(to precision: HalfPrecision) -> Tensor {
        switch precision {
        case .float16: node.operation is RoundToFloat16 ? self : .unary(RoundToFloat16(), self)
        case .bfloat16: node.operation is RoundToBFloat16 ? self : .unary(RoundToBFloat16(), self)
        }
    }
}
