import MyelinCore

/// Normally distributed values of which none is more than two standard deviations from the mean. Keras:
/// `TruncatedNormal`.
public struct TruncatedNormal: NormalInitializer {
    public static let className = "TruncatedNormal"
    public let mean: Double
    public let standardDeviation: Double
    public let seed: Int?

    public init(mean: Double = 0, standardDeviation: Double = 0.05, seed: Int? = nil) {
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.seed = seed
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        .randomTruncatedNormal(
            shape, key: self.key(or: key), counter: Tensor(0, .int64), mean: mean, standardDeviation: standardDeviation,
            dtype: dtype)
    }
}

extension Initializer where Self == TruncatedNormal {
    /// Normally distributed values of which none is more than two standard deviations from the mean.
    public static func truncatedNormal(mean: Double = 0, standardDeviation: Double = 0.05, seed: Int? = nil) -> Self {
        Self(mean: mean, standardDeviation: standardDeviation, seed: seed)
    }
}
