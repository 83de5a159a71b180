import MyelinCore

/// Normally distributed values. Keras: `RandomNormal`.
public struct RandomNormal: NormalInitializer {
    public static let className = "RandomNormal"
    public static let aliases = ["normal"]
    public let mean: Double
    public let standardDeviation: Double
    public let seed: Int?

    public init(mean: Double = 0, standardDeviation: Double = 0.05, seed: Int? = nil) {
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.seed = seed
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        .randomNormal(
            shape, key: self.key(or: key), counter: Tensor(0, .int64), mean: mean, standardDeviation: standardDeviation,
            dtype: dtype)
    }
}

extension Initializer where Self == RandomNormal {
    /// Normally distributed values.
    public static func randomNormal(mean: Double = 0, standardDeviation: Double = 0.05, seed: Int? = nil) -> Self {
        Self(mean: mean, standardDeviation: standardDeviation, seed: seed)
    }
}
