import MyelinCore

/// The hyperbolic tangent. Keras: `tanh`.
public struct TanhActivation: Activation {
    public static let className = "tanh"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { tanh(x) }
}

extension Activation where Self == TanhActivation {
    /// The hyperbolic tangent. Keras: `tanh`.
    public static var tanh: Self { Self() }
}
