import MyelinCore

/// The share of the targets' variance that predictions explain: `1 - sum((t - p)²) / sum((t - mean(t))²)`. Keras:
/// `R2Score`.
///
/// Targets and predictions have the shape (batch, outputs).
open class R2Score: Metric {
    /// How the outputs become one number.
    public enum Aggregation: String, Sendable, CaseIterable {
        case uniformAverage = "uniform_average"
        case varianceWeightedAverage = "variance_weighted_average"
    }

    /// nil for a number for each output.
    public let aggregation: Aggregation?
    public let regressorCount: Int

    /// - Parameters:
    ///   - classAggregation: how the outputs become one number; nil for a number each.
    ///   - regressorCount: how many variables the predictions are made from, for the adjusted score; 0 for the plain
    ///     one. Keras: `num_regressors`.
    public init(
        classAggregation: Aggregation? = .uniformAverage, regressorCount: Int = 0, name: String = "r2_score"
    ) {
        aggregation = classAggregation
        self.regressorCount = regressorCount
        super.init(name: name)
        addState("num_samples")
    }

    convenience init(config: Config) throws {
        // A null is a choice here: a number for each output.
        let isNone = config.values["class_aggregation"] == .null
        self.init(
            classAggregation: isNone ? nil : try config.choice("class_aggregation", default: .uniformAverage),
            regressorCount: try config.int("num_regressors", default: 0),
            name: try config.string("name", default: "r2_score"))
        guard regressorCount >= 0 else {
            throw MyelinError(.file, "\(config.owner): num_regressors: expected at least 0, got \(regressorCount)")
        }
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "R2Score" }
    open override var config: ConfigObject {
        config(["class_aggregation": ConfigValue(aggregation?.rawValue), "num_regressors": .int(regressorCount)])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let prediction = prediction.cast(to: .float32), target = target.aligned(to: prediction).cast(to: .float32)
        if state.count == 1 {
            for sum in ["squared_sum", "sum", "residual", "count"] { addState(sum, [prediction.shape.sizes.last ?? 1]) }
        }
        guard prediction.rank == 2, target.shape == prediction.shape else {
            return invalidUpdate(
                "expected targets and predictions of one shape (batch, outputs), got \(target.shape) and \(prediction.shape)"
            )
        }
        let weights = elementWeights(sampleWeight, prediction)
        let terms = [target * target * weights, target * weights, square(target - prediction) * weights, weights]
        return [(state[0], state[0].value + Double(target.count))]
            + zip(state.dropFirst(), terms).map { ($0, $0.value + $1.sum(axes: [0])) }
    }

    open override func result() -> Tensor {
        guard state.count == 5 else { return 0 }
        let total = state[1].value - state[2].value * (state[2].value / state[4].value)
        let raw = 1 - state[3].value / total
        // An infinite score, of targets without variance, counts as 0.
        let scores = select(raw.isFinite().or(raw.isNaN()), raw, 0)
        let score: Tensor
        switch aggregation {
        case nil: score = scores
        case .uniformAverage: score = scores.mean()
        case .varianceWeightedAverage: score = (total * scores).sum() / total.sum()
        }
        guard regressorCount > 0 else { return score }
        // With more regressors than samples there is no adjusted score.
        let count = state[0].value, remaining = count - Double(regressorCount + 1)
        let canAdjust = remaining.greater(0)
        return select(canAdjust, 1 - (1 - score) * (count - 1) / select(canAdjust, remaining, 1), score)
    }
}
