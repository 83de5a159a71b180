import MyelinCore

/// Uniform values of variance 1 / inputs (LeCun et al. 1998). Keras: `LecunUniform`.
public struct LecunUniform: RandomInitializer {
    public static let className = "LecunUniform"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 1, mode: .fanIn, distribution: .uniform, seed: seed)(shape, dtype: dtype, key: key)
    }
}

/// Normally distributed (truncated) values of variance 1 / inputs (LeCun et al. 1998). Keras: `LecunNormal`.
public struct LecunNormal: RandomInitializer {
    public static let className = "LecunNormal"
    public let seed: Int?

    public init(seed: Int? = nil) { self.seed = seed }
    public init(config: Config) { seed = config.seed() }

    public var config: [String: ConfigValue] { ["seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        VarianceScaling(scale: 1, mode: .fanIn, distribution: .truncatedNormal, seed: seed)(
            shape, dtype: dtype, key: key)
    }
}

extension Initializer where Self == LecunUniform {
    /// Uniform values of variance 1 / inputs.
    public static var lecunUniform: Self { Self() }
}

extension Initializer where Self == LecunNormal {
    /// Normally distributed (truncated) values of variance 1 / inputs.
    public static var lecunNormal: Self { Self() }
}
