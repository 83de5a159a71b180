import MyelinCore
import MyelinData

/// Brings each feature into a range, by the smallest and the largest value of the training samples. scikit-learn:
/// `MinMaxScaler`.
///
/// Samples run along the first axis; each element of a sample is a feature. A feature that does not vary comes to the lower
/// end.
///
///     let scaler = try MinMaxScaler(fittedTo: train.x)
///     let x = try scaler.transform(train.x), xTest = try scaler.transform(test.x)
public struct MinMaxScaler: Sendable {
    /// What the training samples are brought into; others can lie outside of it.
    public let range: ClosedRange<Double>
    /// The smallest value of each feature.
    public let minimum: [Double]
    /// The largest value of each feature.
    public let maximum: [Double]
    private let featureShape: Shape

    /// Finds the smallest and largest values.
    ///
    /// - Throws: `MyelinError` of kind `.data` if there are no samples or an element is not finite; of kind `.argument` for
    ///   an empty range.
    public init(fittedTo x: Tensor, range: ClosedRange<Double> = 0...1) throws {
        guard x.rank >= 1, x.shape[0] > 0 else {
            throw MyelinError(.data, "MinMaxScaler: expected at least one sample, got shape \(x.shape)")
        }
        guard range.lowerBound < range.upperBound else {
            throw MyelinError(.argument, "MinMaxScaler: expected a range of more than one number, got \(range)")
        }
        self.range = range
        featureShape = Shape(Array(x.shape.sizes.dropFirst()))
        let values = try x.doubles(), features = featureShape.count
        var minimum = [Double](repeating: .infinity, count: features)
        var maximum = [Double](repeating: -.infinity, count: features)
        for (place, value) in values.enumerated() {
            let feature = place % features
            guard value.isFinite else {
                throw MyelinError(.data, "MinMaxScaler: feature \(feature) holds values that are not finite")
            }
            minimum[feature] = min(minimum[feature], value)
            maximum[feature] = max(maximum[feature], value)
        }
        self.minimum = minimum
        self.maximum = maximum
    }

    /// What each feature is multiplied by.
    public var scale: [Double] {
        let width = range.upperBound - range.lowerBound
        return zip(minimum, maximum).map { $0 == $1 ? width : width / ($1 - $0) }
    }

    /// (x - minimum) · scale + the range's lower end, as Float32; Float64 stays Float64.
    public func transform(_ x: Tensor) throws -> Tensor {
        try check(x)
        return try result((x.cast(to: .float64) - features(minimum)) * features(scale) + range.lowerBound, x)
    }

    /// What `transform` was given.
    public func inverse(_ x: Tensor) throws -> Tensor {
        try check(x)
        return try result((x.cast(to: .float64) - range.lowerBound) / features(scale) + features(minimum), x)
    }

    private func features(_ values: [Double]) -> Tensor { Tensor(values, shape: featureShape) }

    private func check(_ x: Tensor) throws {
        guard x.rank >= 1, x.shape.sizes.dropFirst().elementsEqual(featureShape.sizes) else {
            let expected = Shape([x.rank > 0 ? x.shape[0] : 1] + featureShape.sizes)
            throw MyelinError(.shape, "MinMaxScaler: fitted to samples of shape \(expected), got \(x.shape)")
        }
    }

    private func result(_ scaled: Tensor, _ x: Tensor) throws -> Tensor {
        try scaled.cast(to: x.dtype == .float64 ? .float64 : .float32).detached()
    }
}
