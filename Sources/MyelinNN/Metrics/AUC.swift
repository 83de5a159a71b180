import MyelinCore

/// The area under a curve that a threshold draws: true against false positives (ROC), precision against recall (PR), or
/// their gains (PRGAIN, Flach & Kull 2015). Keras: `AUC`.
///
/// It is approximated by some thresholds between 0 and 1; predictions must be probabilities.
open class AUC: Metric {
    /// What the curve shows.
    public enum Curve: String, Sendable, CaseIterable {
        /// The share of positives found against that of false alarms.
        case roc = "ROC"
        /// Precision against recall.
        case pr = "PR"
        /// Precision gain against recall gain.
        case prGain = "PRGAIN"
    }

    /// Where the curve is taken to lie between two thresholds.
    public enum SummationMethod: String, Sendable, CaseIterable {
        /// In the middle; for PR by the formula of Davis & Goadrich (2006).
        case interpolation
        /// At the lower one.
        case minoring
        /// At the higher one.
        case majoring
    }

    /// How many thresholds there are. Keras: `num_thresholds`.
    public let thresholdCount: Int
    /// What the curve shows.
    public let curve: Curve
    public let summationMethod: SummationMethod
    /// Those that were given, without the two at the ends.
    public let thresholds: [Double]?
    /// Whether each label has a curve of its own, and the areas are averaged. Keras: `multi_label`.
    public let isMultiLabel: Bool
    public let labelWeights: [Double]?
    public let fromLogits: Bool
    private let labelCount: Int?
    private let limits: Thresholds

    /// - Parameters:
    ///   - thresholdCount: how many evenly spaced thresholds there are, two or more.
    ///   - summationMethod: where the curve is taken to lie between two thresholds.
    ///   - thresholds: given ones between 0 and 1 instead; two at the ends are added.
    ///   - multiLabel: whether each place of the last axis has a curve of its own; the result is their mean.
    ///   - labelCount: how many labels there are; by default what the first predictions have. Keras: `num_labels`.
    ///   - labelWeights: factors of the labels.
    ///   - fromLogits: whether predictions are logits, whose sigmoid is the probability.
    public init(
        thresholdCount: Int = 200, curve: Curve = .roc, summationMethod: SummationMethod = .interpolation,
        thresholds: [Double]? = nil, multiLabel: Bool = false, labelCount: Int? = nil, labelWeights: [Double]? = nil,
        fromLogits: Bool = false, name: String = "auc"
    ) {
        let count = thresholds.map { $0.count + 2 } ?? max(2, thresholdCount)
        self.thresholdCount = count
        self.curve = curve
        self.summationMethod = summationMethod
        self.thresholds = thresholds?.sorted()
        isMultiLabel = multiLabel
        self.labelCount = labelCount
        self.labelWeights = labelWeights
        self.fromLogits = fromLogits
        limits = Thresholds.enclosed(thresholds ?? Array(Thresholds.even(count).dropFirst().dropLast()))
        super.init(name: name)
        if !multiLabel { addSums([count]) } else if let labelCount { addSums([count, labelCount]) }
    }

    convenience init(config: Config) throws {
        // Keras takes the names in small letters, too.
        var config = config
        if case .string(let curve)? = config.values["curve"] { config.values["curve"] = .string(curve.uppercased()) }
        if case .string(let method)? = config.values["summation_method"] {
            config.values["summation_method"] = .string(method.lowercased())
        }
        let thresholds = try config.thresholds()
        let count = try thresholds.map { $0.count + 2 } ?? config.thresholdCount(atLeast: 2)
        let labelCount = try config.optionalInt("num_labels")
        // Each of four sums has a number for each pair.
        if let labelCount, labelCount < 1 || labelCount * count > 1 << 24 {
            throw MyelinError(
                .file, "\(config.owner): num_labels: expected 1 to \((1 << 24) / count), got \(labelCount)")
        }
        self.init(
            thresholdCount: count,
            curve: try config.choice("curve", default: .roc),
            summationMethod: try config.choice("summation_method", default: .interpolation),
            thresholds: thresholds, multiLabel: try config.bool("multi_label", default: false),
            labelCount: labelCount, labelWeights: try config.doubles("label_weights"),
            fromLogits: try config.bool("from_logits", default: false), name: try config.string("name", default: "auc"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "AUC" }
    open override var config: ConfigObject {
        var own: ConfigObject = [
            "num_thresholds": .int(thresholdCount), "curve": .string(curve.rawValue),
            "summation_method": .string(summationMethod.rawValue), "multi_label": .bool(isMultiLabel),
            "num_labels": ConfigValue(labelCount), "from_logits": .bool(fromLogits),
            "label_weights": labelWeights.map { ConfigValue($0) } ?? .null,
        ]
        if let thresholds { own["thresholds"] = ConfigValue(thresholds) }
        return config(own)
    }

    private func addSums(_ shape: Shape) {
        for sum in ["true_positives", "false_positives", "true_negatives", "false_negatives"] { addState(sum, shape) }
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        if state.isEmpty { addSums([thresholdCount, prediction.shape.sizes.last ?? 1]) }
        let confusion = Confusion(
            target: target, prediction: fromLogits ? sigmoid(prediction) : prediction, sampleWeight: sampleWeight,
            thresholds: limits, labelWeights: isMultiLabel ? nil : labelWeights, areLabelsSeparate: isMultiLabel)
        let counts = [
            confusion.truePositives, confusion.falsePositives, confusion.trueNegatives, confusion.falseNegatives,
        ]
        return zip(state, counts).map { ($0, $0.value + $1) }
    }

    open override func result() -> Tensor {
        guard !state.isEmpty else { return 0 }
        let areas = areas().sum(axes: [0])
        guard isMultiLabel else { return areas }
        guard let labelWeights else { return areas.mean() }
        let weights = Tensor(labelWeights.map { Float($0) })
        return (areas * weights).sum().dividedOrZero(by: weights.sum())
    }

    /// The areas between neighbouring thresholds.
    private func areas() -> Tensor {
        let tp = state[0].value, fp = state[1].value, tn = state[2].value, fn = state[3].value
        if curve == .pr, summationMethod == .interpolation { return interpolatedPrecision(tp, fp, fn) }
        let (x, y): (Tensor, Tensor)
        switch curve {
        case .roc: (x, y) = (fp.dividedOrZero(by: fp + tn), tp.dividedOrZero(by: tp + fn))
        case .pr: (x, y) = (tp.dividedOrZero(by: tp + fn), tp.dividedOrZero(by: tp + fp))
        case .prGain:
            let odds = (tp + fn).dividedOrZero(by: tn + fp)
            let isNone = tp.equal(0)
            let recallGain = select(isNone, 0, 1 - odds * fn.dividedOrZero(by: tp))
            (x, y) = (maximum(recallGain, 0), select(isNone, 1, 1 - odds * fp.dividedOrZero(by: tp)))
        }
        let (left, right) = neighbours(y), (from, to) = neighbours(x)
        switch summationMethod {
        case .interpolation: return (from - to) * (left + right) * 0.5
        case .minoring: return (from - to) * minimum(left, right)
        case .majoring: return (from - to) * maximum(left, right)
        }
    }

    // Between two thresholds true positives grow linearly with all positives (Davis & Goadrich 2006); Keras' closed
    // formula for the area below.
    private func interpolatedPrecision(_ tp: Tensor, _ fp: Tensor, _ fn: Tensor) -> Tensor {
        let (trues, nextTrues) = neighbours(tp), (positives, nextPositives) = neighbours(tp + fp)
        let slope = (trues - nextTrues).dividedOrZero(by: maximum(positives - nextPositives, 0))
        let intercept = nextTrues - slope * nextPositives
        let ratio = select(
            positives.greater(0).and(nextPositives.greater(0)), positives.dividedOrZero(by: nextPositives), 1)
        let area = slope * (trues - nextTrues + intercept * log(ratio))
        return area.dividedOrZero(by: neighbours(tp + fn).1)
    }

    /// The values at all thresholds but the last, and at all but the first.
    private func neighbours(_ x: Tensor) -> (Tensor, Tensor) { (x[0..<(thresholdCount - 1)], x[1...]) }
}

extension Metric {
    /// The area under the curve of true against false positives.
    public static var auc: Metric { AUC() }
}
