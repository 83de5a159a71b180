import MyelinCore

/// `x - tanh(x)`. Keras: `tanh_shrink`.
public struct TanhShrinkActivation: Activation {
    public static let className = "tanh_shrink"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x - tanh(x) }
}

extension Activation where Self == TanhShrinkActivation {
    /// `x - tanh(x)`. Keras: `tanh_shrink`.
    public static var tanhShrink: Self { Self() }
}
