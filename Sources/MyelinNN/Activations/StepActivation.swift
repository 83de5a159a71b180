import MyelinCore

/// Heaviside's step: 1 for x > 0, else 0; its gradient is 0 everywhere. Keras has none.
public struct StepActivation: Activation {
    public static let className = "step"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x.greater(0).cast(to: x.dtype) }
}

extension Activation where Self == StepActivation {
    /// Heaviside's step: 1 for x > 0, else 0; its gradient is 0 everywhere. Keras has none.
    public static var step: Self { Self() }
}
