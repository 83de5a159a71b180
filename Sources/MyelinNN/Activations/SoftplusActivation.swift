import MyelinCore

/// `log(1 + exp(x))`. Keras: `softplus`.
public struct SoftplusActivation: Activation {
    public static let className = "softplus"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { softplus(x) }
}

extension Activation where Self == SoftplusActivation {
    /// `log(1 + exp(x))`. Keras: `softplus`.
    public static var softplus: Self { Self() }
}
