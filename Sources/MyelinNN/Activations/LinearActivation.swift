import MyelinCore

/// The operand itself: `x`. Keras: `linear`.
public struct LinearActivation: Activation {
    public static let className = "linear"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x }
}

extension Activation where Self == LinearActivation {
    /// The operand itself: `x`. Keras: `linear`.
    public static var linear: Self { Self() }
}
