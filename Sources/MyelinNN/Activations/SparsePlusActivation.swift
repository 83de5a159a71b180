import MyelinCore

/// 0 up to -1, `(x + 1)² / 4` between, `x` from 1 on. Keras: `sparse_plus`.
public struct SparsePlusActivation: Activation {
    public static let className = "sparse_plus"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor {
        select(x.less(1), square(clip(x, min: -1, max: 1) + 1) * 0.25, x)
    }
}

extension Activation where Self == SparsePlusActivation {
    /// 0 up to -1, `(x + 1)² / 4` between, `x` from 1 on. Keras: `sparse_plus`.
    public static var sparsePlus: Self { Self() }
}
