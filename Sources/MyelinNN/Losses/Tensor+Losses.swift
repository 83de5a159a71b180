import MyelinCore

// What losses and metrics do to targets and weights.

extension Tensor {
    /// With a last axis of size 1 where `prediction` has one and this does not.
    package func aligned(to prediction: Tensor) -> Tensor {
        if rank == prediction.rank - 1 && prediction.shape[prediction.rank - 1] == 1 { return expanded(at: rank) }
        // A column of numbers beside a list of them.
        return rank == prediction.rank + 1 && shape[rank - 1] == 1 ? squeezed(axes: [-1]) : self
    }

    /// The quotient, and 0 where the divisor is 0 (Keras' `divide_no_nan`); so is the gradient.
    package func dividedOrZero(by divisor: Tensor) -> Tensor {
        let isZero = divisor.equal(0)
        return select(isZero, 0, self / select(isZero, 1, divisor))
    }

    /// With axes of size 1 added behind until the rank is that of `values`.
    package func spread(over values: Tensor) -> Tensor {
        var result = self
        if result.rank == values.rank + 1, result.shape[result.rank - 1] == 1 { result = result.squeezed(axes: [-1]) }
        while result.rank < values.rank { result = result.expanded(at: result.rank) }
        return result
    }

    /// Divided by the Euclidean norm along axes, which is taken for at least 1e-7. Keras: `ops.normalize`.
    package func normalized(axes: [Int]) -> Tensor {
        self * rsqrt(maximum(square(self).sum(axes: axes, keepDimensions: true), Tensor(1e-14, dtype)))
    }
}
