import MyelinCore

/// Uniform values of variance 1 / inputs (LeCun et al. 1998). Keras: `LecunUniform`.
public struct LecunUniform: ScaledInitializer {
    public static let className = "LecunUniform"
    public static let rule = VarianceScaling(scale: 1, mode: .fanIn, distribution: .uniform)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
    }
}

/// Normally distributed (truncated) values of variance 1 / inputs (LeCun et al. 1998). Keras: `LecunNormal`.
public struct LecunNormal: ScaledInitializer {
    public static let className = "LecunNormal"
    public static let rule = VarianceScaling(scale: 1, mode: .fanIn, distribution: .truncatedNormal)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
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
