import MyelinCore

/// `x` for x > threshold, else a fixed value. Keras: `threshold`, which has no defaults.
public struct ThresholdActivation: Activation {
    public static let className = "threshold"
    public let threshold: Double
    public let defaultValue: Double

    public init(threshold: Double, defaultValue: Double) {
        self.threshold = threshold
        self.defaultValue = defaultValue
    }

    public init(config: Config) throws {
        self.init(threshold: try config.double("threshold"), defaultValue: try config.double("default_value"))
    }

    public var config: ConfigObject {
        ["threshold": .double(threshold), "default_value": .double(defaultValue)]
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        select(x.greater(Tensor(threshold, x.dtype)), x, Tensor(defaultValue, x.dtype))
    }
}

extension Activation where Self == ThresholdActivation {
    /// `x` for x > threshold, else `defaultValue`.
    public static func threshold(_ threshold: Double, defaultValue: Double) -> Self {
        Self(threshold: threshold, defaultValue: defaultValue)
    }
}
