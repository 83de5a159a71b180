import MyelinCore

/// `x * tanh(softplus(x))`. Keras: `mish`.
public struct MishActivation: Activation {
    public static let className = "mish"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x * tanh(softplus(x)) }
}

extension Activation where Self == MishActivation {
    /// `x * tanh(softplus(x))`. Keras: `mish`.
    public static var mish: Self { Self() }
}
