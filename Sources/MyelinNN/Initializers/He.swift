import MyelinCore

/// Uniform values of variance 2 / inputs (He et al. 2015). Keras: `HeUniform`.
public struct HeUniform: RandomInitializer {
    public static let className = "HeUniform"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 2, mode: .fanIn, distribution: .uniform, seed: seed)(shape, dtype: dtype, key: key)
    }
}

/// Normally distributed (truncated) values of variance 2 / inputs (He et al. 2015). Keras: `HeNormal`.
public struct HeNormal: RandomInitializer {
    public static let className = "HeNormal"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 2, mode: .fanIn, distribution: .truncatedNormal, seed: seed)(
            shape, dtype: dtype, key: key)
    }
}

extension Initializer where Self == HeUniform {
    /// Uniform values of variance 2 / inputs.
    public static var heUniform: Self { Self() }
}

extension Initializer where Self == HeNormal {
    /// Normally distributed (truncated) values of variance 2 / inputs.
    public static var heNormal: Self { Self() }
}
