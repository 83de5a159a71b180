import CVectorKernels

/// Uniform numbers in [0, 1) from a key and a counter (Philox4x32-10): the same two give the same bits everywhere.
package struct RandomUniform: ElementwiseOperation {
    package static let name = "random_uniform"
    package static let opcode = MYELIN_OP_RANDOM_UNIFORM
    let shape: Shape
    let dtype: DType

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        guard inputs == [TensorType([], .int64), TensorType([], .int64)], dtype.isFloatingPoint else {
            throw MyelinError(.dtype, "expected an int64 key and counter, and a float result, got \(inputs), \(dtype)")
        }
        return [TensorType(shape, dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { [nil, nil] }
}

extension Tensor {
    /// Uniform numbers in [`minimum`, `maximum`) that depend on `key` and `counter` (Int64 scalars) alone.
    public static func randomUniform(
        _ shape: Shape, key: Tensor, counter: Tensor, minimum: Double = 0, maximum: Double = 1, dtype: DType = .float32
    ) -> Tensor {
        let unit = Tensor.record(RandomUniform(shape: shape, dtype: dtype), key, counter)
        return minimum == 0 && maximum == 1 ? unit : unit * (maximum - minimum) + minimum
    }

    /// Normally distributed numbers by the inverse of the distribution function.
    public static func randomNormal(
        _ shape: Shape, key: Tensor, counter: Tensor, mean: Double = 0, standardDeviation: Double = 1,
        dtype: DType = .float32
    ) -> Tensor {
        // The uniform numbers lie on a grid that includes 0; half a step keeps the result finite.
        let step = dtype == .float32 ? 1.0 / 16_777_216 : 1.0 / 9_007_199_254_740_992
        let unit = Tensor.record(RandomUniform(shape: shape, dtype: dtype), key, counter) * (1 - step) + step / 2
        return erfinv(unit * 2 - 1) * (standardDeviation * 2.0.squareRoot()) + mean
    }

    /// Normally distributed numbers of which none is more than two standard deviations from the mean.
    public static func randomTruncatedNormal(
        _ shape: Shape, key: Tensor, counter: Tensor, mean: Double = 0, standardDeviation: Double = 1,
        dtype: DType = .float32
    ) -> Tensor {
        let inside = 0.9544997361036416  // the normal distribution's mass within two standard deviations
        let unit = Tensor.record(RandomUniform(shape: shape, dtype: dtype), key, counter)
        return erfinv((unit * 2 - 1) * inside) * (standardDeviation * 2.0.squareRoot()) + mean
    }
}
