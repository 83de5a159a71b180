import MyelinCore

/// The area under a curve that a threshold draws: true against false positives (ROC), or precision against recall (PR).
/// Keras: `AUC`.
///
/// It is approximated by thresholds that lie evenly between 0 and 1; predictions must be probabilities.
open class AUC: Metric {
    /// What the curve shows.
    public enum Curve: String, Sendable {
        case roc = "ROC"
        case pr = "PR"
    }

    public let thresholdCount: Int
    public let curve: Curve
    public let fromLogits: Bool
    private var truePositives: Variable { state[0] }
    private var falsePositives: Variable { state[1] }
    private var trueNegatives: Variable { state[2] }
    private var falseNegatives: Variable { state[3] }

    /// - Parameters:
    ///   - thresholdCount: how many thresholds there are, two or more. Keras: `num_thresholds`.
    ///   - fromLogits: whether predictions are logits, whose sigmoid is the probability.
    public init(thresholdCount: Int = 200, curve: Curve = .roc, fromLogits: Bool = false, name: String = "auc") {
        self.thresholdCount = max(2, thresholdCount)
        self.curve = curve
        self.fromLogits = fromLogits
        super.init(name: name)
        for sum in ["true_positives", "false_positives", "true_negatives", "false_negatives"] {
            addState(sum, [self.thresholdCount])
        }
    }

    convenience init(config: Config) throws {
        let curve = try config.string("curve", default: Curve.roc.rawValue)
        guard let found = Curve(rawValue: curve) else {
            throw MyelinError(.file, "\(config.owner): curve: expected ROC or PR, got \(curve)")
        }
        guard try config.string("summation_method", default: "interpolation") == "interpolation",
            try !config.bool("multi_label", default: false), !config.has("thresholds")
        else {
            throw MyelinError(
                .file, "\(config.owner): only interpolation between even thresholds, for one label, is supported")
        }
        self.init(
            thresholdCount: try config.int("num_thresholds", default: 200), curve: found,
            fromLogits: try config.bool("from_logits", default: false), name: try config.string("name", default: "auc"))
    }

    open override var className: String { "AUC" }
    open override var config: [String: ConfigValue] {
        [
            "name": .string(name), "num_thresholds": .int(thresholdCount), "curve": .string(curve.rawValue),
            "from_logits": .bool(fromLogits),
        ]
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let weights = elementWeights(sampleWeight, prediction).flattened()
        let isTarget = target.aligned(to: prediction).cast(to: .bool).flattened()
        let trueWeights = select(isTarget, weights, 0), falseWeights = select(isTarget, 0, weights)
        let probabilities = (fromLogits ? sigmoid(prediction) : prediction).cast(to: .float32).flattened()
        // Threshold i is i / (count - 1), the first just below 0, the last just above 1. As Keras, compare multiples
        // of that step; and let a product add up the weights above each threshold.
        var limits = (0..<thresholdCount).map { Float($0) }
        limits[0] = -.infinity
        limits[thresholdCount - 1] = .infinity
        let isAbove = (probabilities * Double(thresholdCount - 1)).greater(Tensor(limits).expanded(at: 1))
        let above = isAbove.cast(to: .float32)
        let truePart = matmul(above, trueWeights), falsePart = matmul(above, falseWeights)
        return [
            (truePositives, truePositives.value + truePart),
            (falsePositives, falsePositives.value + falsePart),
            (trueNegatives, trueNegatives.value + (falseWeights.sum() - falsePart)),
            (falseNegatives, falseNegatives.value + (trueWeights.sum() - truePart)),
        ]
    }

    open override func result() -> Tensor {
        let tp = truePositives.value, fp = falsePositives.value
        let tn = trueNegatives.value, fn = falseNegatives.value
        /// The values at all thresholds but the last, and at all but the first.
        func neighbours(_ x: Tensor) -> (Tensor, Tensor) { (x[0..<(thresholdCount - 1)], x[1...]) }
        if curve == .roc {
            let (x, nextX) = neighbours(fp.dividedOrZero(by: fp + tn))
            let (y, nextY) = neighbours(tp.dividedOrZero(by: tp + fn))
            return ((x - nextX) * (y + nextY) * 0.5).sum()
        }
        // Between two thresholds true positives grow linearly with all positives (Davis & Goadrich 2006); Keras' closed
        // formula for the area below.
        let (trues, nextTrues) = neighbours(tp)
        let (positives, nextPositives) = neighbours(tp + fp)
        let slope = (trues - nextTrues).dividedOrZero(by: maximum(positives - nextPositives, 0))
        let intercept = nextTrues - slope * nextPositives
        let ratio = select(
            positives.greater(0).and(nextPositives.greater(0)), positives.dividedOrZero(by: nextPositives), 1)
        let area = slope * (trues - nextTrues + intercept * log(ratio))
        return area.dividedOrZero(by: neighbours(tp + fn).1).sum()
    }
}

extension Metric {
    /// The area under the curve of true against false positives.
    public static var auc: Metric { AUC() }
}
