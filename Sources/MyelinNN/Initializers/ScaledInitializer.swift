import MyelinCore

/// A `VarianceScaling` by a rule that has a name, such as Glorot's or He's.
public protocol ScaledInitializer: RandomInitializer {
    /// Scale, mode and distribution.
    static var rule: VarianceScaling { get }
    /// Which axes of a weight are a unit's inputs and outputs; nil for Keras' rule.
    var axes: FanAxes? { get }
    init(seed: Int?, axes: FanAxes?)
}

extension ScaledInitializer {
    public init(config: Config) throws { self.init(seed: config.seed(), axes: try config.fanAxes()) }

    public var config: ConfigObject { FanAxes.config(axes).merging(["seed": ConfigValue(seed)]) { $1 } }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        let rule = Self.rule
        let scaling = VarianceScaling(
            scale: rule.scale, mode: rule.mode, distribution: rule.distribution, seed: seed, axes: axes)
        return scaling(shape, dtype: dtype, key: key)
    }
}
