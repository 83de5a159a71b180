import CVectorKernels

/// The same values in another element type; a float becomes an integer towards zero, anything but 0 becomes true.
package struct Convert: UnaryOperation {
    package static let name = "convert"
    package static let opcode = MYELIN_OP_CONVERT
    package static let accepts = ElementTypes.all
    package let dtype: DType

    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { [TensorType(inputs[0].shape, dtype)] }

    package func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor? {
        x.dtype.isFloatingPoint && dtype.isFloatingPoint ? cotangent.cast(to: x.dtype) : nil
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int { 0 }
}

extension Tensor {
    /// The same values as another element type.
    public func cast(to dtype: DType) -> Tensor {
        if dtype == self.dtype { return self }
        if let constant = node.operation as? ScalarConstant, dtype.holds(constant.value) {
            let isRounded = self.dtype == .float32 && !constant.isLiteral
            return Tensor(isRounded ? Double(Float(constant.value)) : constant.value, dtype)
        }
        return .record(Convert(dtype: dtype), self)
    }
}

extension DType {
    /// Whether a number stays what it is in this type, but for the rounding of a fraction.
    fileprivate func holds(_ value: Double) -> Bool {
        switch self {
        case .bool: value == 0 || value == 1
        case .uint8: UInt8(exactly: value) != nil
        case .int32: Int32(exactly: value) != nil
        case .int64: Int64(exactly: value) != nil
        case .float32, .float64: true
        }
    }
}
