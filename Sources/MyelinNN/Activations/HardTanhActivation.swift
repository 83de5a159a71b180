import MyelinCore

/// `x` between -1 and 1. Keras: `hard_tanh`.
public struct HardTanhActivation: Activation {
    public static let className = "hard_tanh"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { clip(x, min: -1, max: 1) }
}

extension Activation where Self == HardTanhActivation {
    /// `x` between -1 and 1. Keras: `hard_tanh`.
    public static var hardTanh: Self { Self() }
}
