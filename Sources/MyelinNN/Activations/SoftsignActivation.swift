import MyelinCore

/// `x / (|x| + 1)`. Keras: `softsign`.
public struct SoftsignActivation: Activation {
    public static let className = "softsign"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { x / (abs(x) + 1) }
}

extension Activation where Self == SoftsignActivation {
    /// `x / (|x| + 1)`. Keras: `softsign`.
    public static var softsign: Self { Self() }
}
