import MyelinCore

/// Uniformly distributed values. Keras: `RandomUniform`.
public struct RandomUniform: RandomInitializer {
    public static let className = "RandomUniform"
    public static let aliases = ["uniform"]
    public let minimum: Double
    public let maximum: Double
    public let seed: Int?

    public init(minimum: Double = -0.05, maximum: Double = 0.05, seed: Int? = nil) {
        self.minimum = minimum
        self.maximum = maximum
        self.seed = seed
    }

    public init(config: Config) throws {
        self.init(
            minimum: try config.double("minval", default: -0.05), maximum: try config.double("maxval", default: 0.05),
            seed: config.seed())
    }

    public var config: ConfigObject {
        ["minval": .double(minimum), "maxval": .double(maximum), "seed": ConfigValue(seed)]
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        .randomUniform(
            shape, key: self.key(or: key), counter: Tensor(0, .int64), minimum: minimum, maximum: maximum, dtype: dtype)
    }
}

extension Initializer where Self == RandomUniform {
    /// Uniformly distributed values.
    public static func randomUniform(minimum: Double = -0.05, maximum: Double = 0.05, seed: Int? = nil) -> Self {
        Self(minimum: minimum, maximum: maximum, seed: seed)
    }
}
