import MyelinCore

/// `x * hard_sigmoid(x)`, also called hard swish (Howard et al. 2019). Keras: `hard_silu`.
public struct HardSiLUActivation: Activation {
    public static let className = "hard_silu"
    public static let aliases = ["hard_swish"]

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x * clip(x / 6 + 0.5, min: 0, max: 1) }
}

extension Activation where Self == HardSiLUActivation {
    /// `x * hard_sigmoid(x)`, also called hard swish (Howard et al. 2019). Keras: `hard_silu`.
    public static var hardSiLU: Self { Self() }
}
