import MyelinCore

/// `exp(x) / sum(exp(x))` along the last axis. Keras: `softmax`.
public struct SoftmaxActivation: Activation {
    public static let className = "softmax"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { softmax(x) }
}

extension Activation where Self == SoftmaxActivation {
    /// `exp(x) / sum(exp(x))` along the last axis. Keras: `softmax`.
    public static var softmax: Self { Self() }
}
