import MyelinCore

/// The best of one rate among the thresholds where another rate is at least a given one; the base of
/// `SensitivityAtSpecificity` and its like.
open class RateAtRate: Metric {
    open override var largerIsBetter: Bool? { true }
    /// What the other rate must reach, from 0 to 1.
    public let value: Double
    /// How many thresholds there are, evenly spaced from 0 to 1. Keras: `num_thresholds`.
    public let thresholdCount: Int
    /// The one class that is looked at.
    public let classID: Int?
    private let valueName: String
    private let limits: Thresholds

    init(_ value: Double, named valueName: String, thresholdCount: Int, classID: Int?, name: String) {
        self.value = value
        self.valueName = valueName
        self.thresholdCount = max(1, thresholdCount)
        self.classID = classID
        limits = Thresholds.spread(self.thresholdCount)
        super.init(name: name)
        for sum in ["true_positives", "false_positives", "true_negatives", "false_negatives"] {
            addState(sum, [limits.values.count])
        }
    }

    open override var config: ConfigObject {
        config([
            valueName: .double(value), "num_thresholds": .int(thresholdCount), "class_id": ConfigValue(classID),
        ])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let confusion = Confusion(
            target: target, prediction: prediction, sampleWeight: sampleWeight, thresholds: limits, classID: classID)
        let counts = [
            confusion.truePositives, confusion.falsePositives, confusion.trueNegatives, confusion.falseNegatives,
        ]
        return zip(state, counts).map { ($0, $0.value + $1) }
    }

    /// Positive targets that are found.
    var sensitivity: Tensor { state[0].value.dividedOrZero(by: state[0].value + state[3].value) }
    /// Negative targets that are left out.
    var specificity: Tensor { state[2].value.dividedOrZero(by: state[2].value + state[1].value) }
    /// Positive predictions that are right.
    var precision: Tensor { state[0].value.dividedOrZero(by: state[0].value + state[1].value) }

    /// The largest of `rate` where `other` is large enough; 0 if it is nowhere.
    func best(_ rate: Tensor, where other: Tensor) -> Tensor {
        select(other.greaterEqual(Tensor(value, .float32)), rate, 0).max()
    }
}

extension Config {
    /// A rate that must be given, from 0 to 1.
    func rate(_ key: String) throws -> Double {
        let value = try double(key)
        guard value >= 0, value <= 1 else {
            throw MyelinError(.file, "\(owner): \(key): expected a number from 0 to 1, got \(value)")
        }
        return value
    }
}
