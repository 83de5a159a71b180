import MyelinCore

/// `1.0507 * elu(x, alpha: 1.6733)`, which keeps mean 0 and variance 1 (Klambauer et al. 2017). Keras: `selu`.
public struct SELUActivation: Activation {
    public static let className = "selu"
    private static let scale = 1.0507009873554805
    private static let elu = ELUActivation(alpha: 1.6732632423543772)

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { Self.elu(x) * Self.scale }
}

extension Activation where Self == SELUActivation {
    /// `1.0507 * elu(x, alpha: 1.6733)`.
    public static var selu: Self { Self() }
}
