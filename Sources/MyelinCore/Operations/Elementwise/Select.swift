import CVectorKernels

/// b where the condition a holds, else c.
package struct Select: ElementwiseOperation {
    package static let name = "select"
    package static let opcode = MYELIN_OP_SELECT
    package static let accepts = ElementTypes.all

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard inputs[0] == TensorType(inputs[1].shape, .bool), inputs[1] == inputs[2] else {
            throw MyelinError(.shape, "expected a condition and two operands of one type, got \(inputs)")
        }
        return [inputs[1]]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let zero = Tensor.zeros(step.output.shape, dtype: step.output.dtype)
        return [
            nil, select(step.inputs[0], step.cotangent, zero), select(step.inputs[0], zero, step.cotangent),
        ]
    }
}

/// `a` where `condition` holds, else `b`, with broadcasting; Keras' `ops.where`.
public func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = Tensor.unified(Select(), a, b)
    guard let shape = Shape.broadcast(condition.shape, a.shape) else {
        let error = MyelinError(.shape, "select: shapes \(condition.shape) and \(a.shape) do not broadcast")
        return .invalid(a.type, condition.error ?? a.error ?? error)
    }
    return .record(Select(), condition.broadcast(to: shape), a.broadcast(to: shape), b.broadcast(to: shape))
}
