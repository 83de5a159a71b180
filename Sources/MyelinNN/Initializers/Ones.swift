import MyelinCore

/// Ones. Keras: `Ones`.
public struct Ones: Initializer {
    public static let className = "Ones"
    public static let aliases = ["one"]

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor { .ones(shape, dtype: dtype) }
}

extension Initializer where Self == Ones {
    /// Ones.
    public static var ones: Self { Self() }
}
