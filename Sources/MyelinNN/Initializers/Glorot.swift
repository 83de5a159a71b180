import MyelinCore

/// Uniform values of variance 2 / (inputs + outputs) (Glorot & Bengio 2010). Keras: `GlorotUniform`.
public struct GlorotUniform: ScaledInitializer {
    public static let className = "GlorotUniform"
    public static let rule = VarianceScaling(scale: 1, mode: .fanAverage, distribution: .uniform)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
    }
}

/// Normally distributed (truncated) values of variance 2 / (inputs + outputs) (Glorot & Bengio 2010). Keras:
/// `GlorotNormal`.
public struct GlorotNormal: ScaledInitializer {
    public static let className = "GlorotNormal"
    public static let rule = VarianceScaling(scale: 1, mode: .fanAverage, distribution: .truncatedNormal)
    public let seed: Int?
    public let axes: FanAxes?

    public init(seed: Int? = nil, axes: FanAxes? = nil) {
        self.seed = seed
        self.axes = axes
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
