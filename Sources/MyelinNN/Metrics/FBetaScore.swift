import MyelinCore

/// `(1 + beta²) * precision * recall / (beta² * precision + recall)` of each class. Keras: `FBetaScore`.
///
/// Targets and predictions have the shape (batch, classes).
open class FBetaScore: Metric {
    /// How the classes become one number.
    public enum Average: String, Sendable, CaseIterable {
        /// By counting all classes together.
        case micro
        /// By the mean.
        case macro
        /// By the mean weighted with each class' share of the targets.
        case weighted
    }

    public let average: Average?
    public let beta: Double
    public let threshold: Double?

    /// - Parameters:
    ///   - average: how the classes become one number; by default the result has a number for each.
    ///   - beta: how much more recall counts than precision.
    ///   - threshold: above it a prediction counts as positive; by default the largest of each row does.
    public init(
        average: Average? = nil, beta: Double = 1, threshold: Double? = nil, name: String = "fbeta_score"
    ) {
        self.average = average
        self.beta = beta
        self.threshold = threshold
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            average: try config.average(), beta: try config.double("beta", default: 1),
            threshold: try config.optionalDouble("threshold"),
            name: try config.string("name", default: "fbeta_score"))
        guard beta > 0 else {
            throw MyelinError(.file, "\(config.owner): beta: expected a number above 0, got \(beta)")
        }
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "FBetaScore" }
    open override var config: ConfigObject {
        config([
            "average": ConfigValue(average?.rawValue), "beta": .double(beta), "threshold": ConfigValue(threshold),
        ])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let target = target.aligned(to: prediction).cast(to: .float32), prediction = prediction.cast(to: .float32)
        if state.isEmpty {
            let shape: Shape = average == .micro ? [] : [prediction.shape.sizes.last ?? 1]
            for sum in ["true_positives", "false_positives", "false_negatives", "intermediate_weights"] {
                addState(sum, shape)
            }
        }
        guard prediction.rank == 2, target.shape == prediction.shape else {
            return invalidUpdate(
                "expected targets and predictions of one shape (batch, classes), got \(target.shape) and \(prediction.shape)"
            )
        }
        let isPositive: Tensor
        if let threshold {
            isPositive = prediction.greater(Tensor(threshold, .float32))
        } else {
            let largest = prediction.max(axes: [-1], keepDimensions: true)
            isPositive = prediction.greaterEqual(largest).and(abs(prediction).greater(1e-9))
        }
        let positive = isPositive.cast(to: .float32), weights = elementWeights(sampleWeight, prediction)
        let terms = [positive * target, positive * (1 - target), (1 - positive) * target, target]
        return zip(state, terms).map { sum, term in
            (sum, sum.value + (term * weights).sum(axes: average == .micro ? nil : [0]))
        }
    }

    open override func result() -> Tensor {
        guard state.count == 4 else { return 0 }
        let tp = state[0].value, fp = state[1].value, fn = state[2].value
        let precision = tp / (tp + fp + 1e-7), recall = tp / (tp + fn + 1e-7)
        let scores = precision * recall / (precision * (beta * beta) + recall + 1e-7) * (1 + beta * beta)
        switch average {
        case nil: return scores
        case .weighted:
            let share = state[3].value / (state[3].value.sum() + 1e-7)
            return (scores * share).sum()
        case .micro, .macro: return scores.mean()
        }
    }
}

extension Config {
    /// How the classes of an F score become one number.
    func average() throws -> FBetaScore.Average? { has("average") ? try choice("average", default: .macro) : nil }
}

extension Metric {
    /// Updates that say, when they are used, why they cannot be.
    func invalidUpdate(_ message: String) -> [(variable: Variable, value: Tensor)] {
        state.map { ($0, Tensor.invalid($0.type, MyelinError(.shape, "\(className) '\(name)': \(message)"))) }
    }
}
