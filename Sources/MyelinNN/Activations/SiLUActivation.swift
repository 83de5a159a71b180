import MyelinCore

/// `x * sigmoid(x)`, also called swish. Keras: `silu`.
public struct SiLUActivation: Activation {
    public static let className = "silu"
    public static let aliases = ["swish"]

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x * sigmoid(x) }
}

extension Activation where Self == SiLUActivation {
    /// `x * sigmoid(x)`, also called swish. Keras: `silu`.
    public static var silu: Self { Self() }
    /// The same as `silu`.
    public static var swish: Self { Self() }
}
