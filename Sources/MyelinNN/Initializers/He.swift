import MyelinCore

/// Uniform values of variance 2 / inputs (He et al. 2015). Keras: `HeUniform`.
public struct HeUniform: ScaledInitializer {
    public static let className = "HeUniform"
    public static let rule = VarianceScaling(scale: 2, mode: .fanIn, distribution: .uniform)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
    }
}

/// Normally distributed (truncated) values of variance 2 / inputs (He et al. 2015). Keras: `HeNormal`.
public struct HeNormal: ScaledInitializer {
    public static let className = "HeNormal"
    public static let rule = VarianceScaling(scale: 2, mode: .fanIn, distribution: .truncatedNormal)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
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
