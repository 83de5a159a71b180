import MyelinCore

/// `max(x, 0)`. Keras: `relu`.
public struct ReLUActivation: Activation {
    public static let className = "relu"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { relu(x) }
}

extension Activation where Self == ReLUActivation {
    /// `max(x, 0)`. Keras: `relu`.
    public static var relu: Self { Self() }
}
