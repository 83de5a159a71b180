import MyelinCore

/// A penalty on a weight, or on a layer's output, that is added to the loss.
public protocol Regularizer: Configurable {
    /// The penalty, a scalar.
    func callAsFunction(_ weight: Tensor) -> Tensor
}

extension Regularizer {
    public static var module: String { "keras.regularizers" }
}
