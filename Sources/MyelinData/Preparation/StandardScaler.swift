import MyelinCore

/// Scales each feature to mean 0 and standard deviation 1, as measured on the training samples.
///
/// Samples run along the first axis; each element of a sample is a feature. A feature that does not vary is only shifted.
/// scikit-learn: `StandardScaler`.
///
///     let scaler = try StandardScaler(fittedTo: train.x)
///     let x = try scaler.transform(train.x), xTest = try scaler.transform(test.x)
public struct StandardScaler: Sendable {
    /// The mean of each feature.
    public let mean: [Double]
    /// The standard deviation of each feature, by the number of samples; 1 where a feature does not vary.
    public let standardDeviation: [Double]
    private let featureShape: Shape

    /// Measures means and standard deviations.
    ///
    /// - Throws: `MyelinError` of kind `.data` if there are no samples or an element is not finite.
    public init(fittedTo x: Tensor) throws {
        guard x.rank >= 1, x.shape[0] > 0 else {
            throw MyelinError(.data, "StandardScaler: expected at least one sample, got shape \(x.shape)")
        }
        featureShape = Shape(Array(x.shape.sizes.dropFirst()))
        let features = featureShape.count
        let samples = x.shape[0]
        let values = try x.doubles()
        var mean = [Double](repeating: 0, count: features)
        var variance = [Double](repeating: 0, count: features)
        for sample in 0..<samples {
            for feature in 0..<features { mean[feature] += values[sample * features + feature] }
        }
        for feature in 0..<features { mean[feature] /= Double(samples) }
        for sample in 0..<samples {
            for feature in 0..<features {
                let distance = values[sample * features + feature] - mean[feature]
                variance[feature] += distance * distance
            }
        }
        if let odd = variance.firstIndex(where: { !$0.isFinite }) {
            throw MyelinError(.data, "StandardScaler: feature \(odd) holds values that are not finite")
        }
        self.mean = mean
        // Rounding gives a constant feature a variance of about this times its square, not 0.
        standardDeviation = zip(mean, variance).map { mean, sum in
            let variance = sum / Double(samples)
            return variance <= 1e-28 * mean * mean ? 1 : variance.squareRoot()
        }
    }

    /// (x - mean) / standard deviation, as Float32; Float64 stays Float64.
    public func transform(_ x: Tensor) throws -> Tensor {
        try map(x) { ($0 - mean[$1]) / standardDeviation[$1] }
    }

    /// x · standard deviation + mean: what `transform` was given.
    public func inverse(_ x: Tensor) throws -> Tensor {
        try map(x) { $0 * standardDeviation[$1] + mean[$1] }
    }

    private func map(_ x: Tensor, _ scale: (Double, Int) -> Double) throws -> Tensor {
        guard x.rank >= 1, x.shape.sizes.dropFirst().elementsEqual(featureShape.sizes) else {
            let expected = Shape([x.rank > 0 ? x.shape[0] : 1] + featureShape.sizes)
            throw MyelinError(.shape, "StandardScaler: fitted to samples of shape \(expected), got \(x.shape)")
        }
        let features = max(featureShape.count, 1)
        var result: [Double] = try x.doubles()
        for sample in 0..<(result.count / features) {
            for feature in 0..<features {
                result[sample * features + feature] = scale(result[sample * features + feature], feature)
            }
        }
        return x.dtype == .float64 ? Tensor(result, shape: x.shape) : Tensor(result.map { Float($0) }, shape: x.shape)
    }
}
