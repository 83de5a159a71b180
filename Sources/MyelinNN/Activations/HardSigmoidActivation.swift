import MyelinCore

/// `x / 6 + 0.5` between 0 and 1. Keras: `hard_sigmoid`.
public struct HardSigmoidActivation: Activation {
    public static let className = "hard_sigmoid"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { clip(x / 6 + 0.5, min: 0, max: 1) }
}

extension Activation where Self == HardSigmoidActivation {
    /// `x / 6 + 0.5` between 0 and 1. Keras: `hard_sigmoid`.
    public static var hardSigmoid: Self { Self() }
}
