import MyelinCore

/// Uniform values of variance 2 / (inputs + outputs) (Glorot & Bengio 2010). Keras: `GlorotUniform`.
public struct GlorotUniform: RandomInitializer {
    public static let className = "GlorotUniform"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 1, mode: .fanAverage, distribution: .uniform, seed: seed)(shape, dtype: dtype, key: key)
    }
}

/// Normally distributed (truncated) values of variance 2 / (inputs + outputs) (Glorot & Bengio 2010). Keras: `GlorotNormal`.
public struct GlorotNormal: RandomInitializer {
    public static let className = "GlorotNormal"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 1, mode: .fanAverage, distribution: .truncatedNormal, seed: seed)(
            shape, dtype: dtype, key: key)
    }
}

extension Initializer where Self == GlorotUniform {
    /// Uniform values of variance 2 / (inputs + outputs).
    public static var glorotUniform: Self { Self() }
}

extension Initializer where Self == GlorotNormal {
    /// Normally distributed (truncated) values of variance 2 / (inputs + outputs).
    public static var glorotNormal: Self { Self() }
}
