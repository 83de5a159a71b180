import MyelinCore

/// Shifts and scales its input to mean 0 and variance 1: `(x - mean) / max(√variance, 1e-7)`. Keras: `Normalization`.
///
/// Mean and variance are given, or learned from data before training:
///
///     let normalization = Normalization()
///     try normalization.adapt(table)
///
/// - Input and output shape: any with the axes that are kept.
/// - Weights, where mean and variance are not given: mean, variance (each of the sizes of `axes`), count; not trained.
public final class Normalization: Layer {
    /// The axes with a mean and a variance for each place; over all others they are shared.
    public let axes: [Int]
    public let mean: NumberArray?
    public let variance: NumberArray?
    /// Whether the layer does the opposite: `x * √variance + mean`.
    public let inverts: Bool
    private var adaptedMean: Variable!
    private var adaptedVariance: Variable!
    /// Under Keras' `epsilon()` no deviation is taken for one.
    private static let leastDeviation = 1e-7

    /// - Parameters:
    ///   - axes: by default the last. `[]` takes one mean and variance for everything.
    ///   - mean: if it is known; then so must be the variance.
    ///   - invert: whether normalized numbers are to be turned back.
    public init(
        axes: [Int] = [-1], mean: NumberArray? = nil, variance: NumberArray? = nil, invert: Bool = false,
        name: String? = nil
    ) {
        self.axes = axes
        self.mean = mean
        self.variance = variance
        inverts = invert
        super.init(name: name)
    }

    /// The axes that are kept, ascending and from 0.
    private func kept(_ input: Shape) throws -> [Int] {
        try axes.map { axis in
            guard let place = input.resolved(axis: axis) else {
                throw MyelinError(.argument, "axes \(axes) are not all in an input of rank \(input.rank)")
            }
            return place
        }.sorted()
    }

    public override func build(_ input: Shape) throws {
        let kept = try kept(input)
        guard (mean == nil) == (variance == nil) else {
            throw MyelinError(.argument, "expected both mean and variance, or neither")
        }
        if let mean, let variance {
            guard mean.shape == variance.shape, mean.shape.rank <= axes.count else {
                throw MyelinError(
                    .argument,
                    "expected a mean and a variance of one shape and of rank \(axes.count) or less, got \(mean.shape) and \(variance.shape)"
                )
            }
            _ = try placed(mean, kept, input)
            return
        }
        let shape = Shape(kept.map { input[$0] })
        adaptedMean = addWeight("mean", shape: shape, initializer: Zeros(), trainable: false)
        adaptedVariance = addWeight("variance", shape: shape, initializer: Ones(), trainable: false)
        // Keras keeps a count, and never counts.
        _ = addWeight("count", shape: [], initializer: Zeros(), trainable: false, dtype: .int64)
    }

    /// Given numbers on the axes that they belong to.
    private func placed(_ numbers: NumberArray, _ kept: [Int], _ input: Shape) throws -> Tensor {
        var sizes = [Int](repeating: 1, count: input.rank)
        for (size, axis) in zip(numbers.shape.sizes.reversed(), kept.reversed()) {
            guard size == 1 || size == input[axis] else {
                throw MyelinError(.shape, "a mean of shape \(numbers.shape) does not fit an input of shape \(input)")
            }
            sizes[axis] = size
        }
        return numbers.tensor(computeDType).reshaped(to: Shape(sizes))
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let kept = try kept(x.shape)
        let center: Tensor, spread: Tensor
        if let mean, let variance {
            center = try placed(mean, kept, x.shape)
            spread = try placed(variance, kept, x.shape)
        } else {
            let sizes = Shape(x.shape.sizes.enumerated().map { kept.contains($0) ? $1 : 1 })
            guard sizes.count == adaptedMean.shape.count else {
                throw MyelinError(
                    .shape, "was built for axes of sizes \(adaptedMean.shape), got an input of shape \(x.shape)")
            }
            center = adaptedMean.value.reshaped(to: sizes)
            spread = adaptedVariance.value.reshaped(to: sizes)
        }
        let deviation = maximum(sqrt(spread), Tensor(Self.leastDeviation, computeDType))
        let x = x.cast(to: computeDType)
        return inverts ? x * deviation + center : (x - center) / deviation
    }

    /// Takes mean and variance from data.
    ///
    /// - Throws: `MyelinError` if they were given, or the data has other sizes than the layer was built for.
    public func adapt(_ data: Tensor) throws {
        do {
            guard mean == nil else {
                throw MyelinError(.argument, "mean and variance are given; there is nothing to adapt")
            }
            if let error = data.error { throw error }
            guard data.count > 0 else { throw MyelinError(.data, "expected data to adapt to, got shape \(data.shape)") }
            try ensureBuilt([data.shape])
            try initializeWeights(seed: 0)
            let kept = try kept(data.shape)
            guard kept.map({ data.shape[$0] }) == adaptedMean.shape.sizes else {
                throw MyelinError(.shape, "was built for axes of sizes \(adaptedMean.shape), got data of \(data.shape)")
            }
            let reduced = (0..<data.rank).filter { !kept.contains($0) }
            let values = data.cast(to: .float64)
            let center = reduced.isEmpty ? values : values.mean(axes: reduced, keepDimensions: true)
            let spread = reduced.isEmpty ? values * 0.0 : square(values - center).mean(axes: reduced)
            try adaptedMean.assign(center.reshaped(to: adaptedMean.shape).cast(to: computeDType))
            try adaptedVariance.assign(spread.reshaped(to: adaptedMean.shape).cast(to: computeDType))
        } catch let error as MyelinError { throw error.located(at: name) }
    }

    public override var config: ConfigObject {
        [
            "axis": ConfigValue(axes), "mean": mean?.serialized ?? .null, "variance": variance?.serialized ?? .null,
            "invert": .bool(inverts),
        ]
    }

    convenience init(config: Config) throws {
        let axes = config.values["axis"] == .null ? [] : try config.ints("axis", default: [-1])
        self.init(
            axes: axes, mean: try config.numbers("mean"), variance: try config.numbers("variance"),
            invert: try config.bool("invert", default: false), name: try config.string("name"))
    }
}
