import MyelinCore

/// A penalty on a weight that is added to the loss.
public protocol Regularizer: Configurable {
    /// The penalty, a scalar.
    func callAsFunction(_ weight: Tensor) -> Tensor
}
