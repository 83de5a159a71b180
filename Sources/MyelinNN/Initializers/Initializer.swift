import MyelinCore

/// How a weight gets its first value.
public protocol Initializer: Configurable {
    /// A value of the given shape. `key` (an Int64 scalar) makes the random ones repeatable.
    func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor
}
