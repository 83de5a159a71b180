import MyelinCore

/// `1 / (1 + exp(-x))`. Keras: `sigmoid`.
public struct SigmoidActivation: Activation {
    public static let className = "sigmoid"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { sigmoid(x) }
}

extension Activation where Self == SigmoidActivation {
    /// `1 / (1 + exp(-x))`. Keras: `sigmoid`.
    public static var sigmoid: Self { Self() }
}
