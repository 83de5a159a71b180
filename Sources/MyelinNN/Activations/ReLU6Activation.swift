import MyelinCore

/// `max(x, 0)` up to 6. Keras: `relu6`.
public struct ReLU6Activation: Activation {
    public static let className = "relu6"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { clip(x, min: 0, max: 6) }
}

extension Activation where Self == ReLU6Activation {
    /// `max(x, 0)` up to 6. Keras: `relu6`.
    public static var relu6: Self { Self() }
}
