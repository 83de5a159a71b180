import MyelinCore

/// `(x + 1) / 2` between 0 and 1. Keras: `sparse_sigmoid`.
public struct SparseSigmoidActivation: Activation {
    public static let className = "sparse_sigmoid"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { clip((x + 1) * 0.5, min: 0, max: 1) }
}

extension Activation where Self == SparseSigmoidActivation {
    /// `(x + 1) / 2` between 0 and 1. Keras: `sparse_sigmoid`.
    public static var sparseSigmoid: Self { Self() }
}
