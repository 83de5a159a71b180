import MyelinCore

/// Zeros. Keras: `Zeros`.
public struct Zeros: Initializer {
    public static let className = "Zeros"
    public static let aliases = ["zero"]

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor { .zeros(shape, dtype: dtype) }
}

extension Initializer where Self == Zeros {
    /// Zeros.
    public static var zeros: Self { Self() }
}
