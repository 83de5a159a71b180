import MyelinCore

/// Sets negative weights to 0. Keras: `NonNeg`.
public struct NonNeg: Constraint {
    public static let className = "NonNeg"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ weight: Tensor) -> Tensor { relu(weight) }
}

extension Constraint where Self == NonNeg {
    /// Sets negative weights to 0.
    public static var nonNeg: Self { Self() }
}
