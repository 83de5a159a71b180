import MyelinCore

/// `exp(x)`. Keras: `exponential`.
public struct ExponentialActivation: Activation {
    public static let className = "exponential"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { exp(x) }
}

extension Activation where Self == ExponentialActivation {
    /// `exp(x)`. Keras: `exponential`.
    public static var exponential: Self { Self() }
}
