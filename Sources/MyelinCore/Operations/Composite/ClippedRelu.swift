/// `min(max(x, 0), ceiling)`, such as MobileNet's relu6. Its gradient is told from the result alone, so that the forward
/// pass leaves nothing else behind; at both bounds it is 0, as TensorFlow has it.
package struct ClippedRelu: CompositeOperation {
    package static let name = "clipped_relu"
    package let ceiling: Double

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard inputs[0].dtype.isFloatingPoint else {
            throw MyelinError(.dtype, "expected floats, got \(inputs[0].dtype)")
        }
        return [inputs[0]]
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        [minimum(relu(inputs[0]), Tensor(ceiling, inputs[0].dtype))]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let y = step.output
        let passes = y.greater(Tensor(0, y.dtype)).and(y.less(Tensor(ceiling, y.dtype)))
        return [select(passes, step.cotangent, Tensor(0, y.dtype))]
    }
}

/// `max(x, 0)`, at most `ceiling`.
public func clippedRelu(_ x: Tensor, ceiling: Double) -> Tensor { .record(ClippedRelu(ceiling: ceiling), x) }
