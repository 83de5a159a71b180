import MyelinCore

/// What an optimizer's rule may use besides a weight, its gradient and its slots.
public struct OptimizerStep {
    /// The number of this step, 1 for the first (a scalar of Int64).
    public let number: Tensor
    /// The step size (a scalar of Float32).
    public let learningRate: Tensor
    /// The new values of what all weights share, as `sharedUpdates` gave them.
    public internal(set) var shared: [Tensor] = []
    /// The weight before weight decay was taken off it.
    public internal(set) var weightBeforeDecay: Tensor

    /// The step's number as a weight's element type.
    public func number(as dtype: DType) -> Tensor { number.cast(to: dtype) }
    /// The step size as a weight's element type.
    public func learningRate(as dtype: DType) -> Tensor { learningRate.cast(to: dtype) }
    /// `1 - beta^number`: what share of a moving average that began at 0 is filled by now.
    public func correction(_ beta: Double, _ dtype: DType) -> Tensor {
        1 - power(Tensor(beta, dtype), number(as: dtype))
    }
}
