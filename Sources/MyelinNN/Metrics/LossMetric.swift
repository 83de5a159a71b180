import MyelinCore

/// The mean of a loss, as a metric: `LossMetric(.huber, name: "huber")`.
open class LossMetric: Mean {
    /// The loss whose mean it is.
    public let loss: any Loss

    /// - Parameter name: the key in logs; by default Keras' name of the loss, such as "mean_squared_error".
    public init(_ loss: any Loss, name: String? = nil) {
        self.loss = loss
        super.init(name: name ?? snakeCase(type(of: loss).className))
    }

    /// The losses that are classes of metrics in Keras, by the loss' class name, with the settings that the metric
    /// takes.
    static let classes: [(loss: String, metric: String, settings: [String])] = [
        ("MeanSquaredError", "MeanSquaredError", []),
        ("MeanAbsoluteError", "MeanAbsoluteError", []),
        ("MeanAbsolutePercentageError", "MeanAbsolutePercentageError", []),
        ("MeanSquaredLogarithmicError", "MeanSquaredLogarithmicError", []),
        ("LogCosh", "LogCoshError", []),
        ("Hinge", "Hinge", []),
        ("SquaredHinge", "SquaredHinge", []),
        ("CategoricalHinge", "CategoricalHinge", []),
        ("KLDivergence", "KLDivergence", []),
        ("Poisson", "Poisson", []),
        ("BinaryCrossentropy", "BinaryCrossentropy", ["from_logits", "label_smoothing"]),
        ("CategoricalCrossentropy", "CategoricalCrossentropy", ["from_logits", "label_smoothing", "axis"]),
        ("SparseCategoricalCrossentropy", "SparseCategoricalCrossentropy", ["from_logits", "ignore_class", "axis"]),
    ]

    private var known: (loss: String, metric: String, settings: [String])? {
        Self.classes.first { $0.loss == type(of: loss).className }
    }

    open override var largerIsBetter: Bool? { false }
    /// That of Keras' metric, or of its wrapper for functions that have none.
    open override var className: String { known?.metric ?? "MeanMetricWrapper" }

    open override var config: ConfigObject {
        if let known {
            // Only the sparse cross-entropy leaves out a setting, its axis.
            let settings = loss.config.merging(["axis": -1]) { own, _ in own }
            return config(settings.filter { known.settings.contains($0.key) })
        }
        var config = config(loss.config)
        config["reduction"] = nil
        config["name"] = .string(name)
        config["fn"] = [
            "module": "builtins", "class_name": "function", "config": .string(snakeCase(type(of: loss).className)),
            "registered_name": "function",
        ]
        return config
    }

    /// A loss that is a word in Keras stays one.
    open override var serialized: ConfigValue {
        if case .string = loss.serialized { return .string(name) }
        return super.serialized
    }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        loss.values(target: target, prediction: prediction)
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let target = target.aligned(to: prediction)
        let values = values(target: target, prediction: prediction)
        // As in Keras a loss' own mask counts only where there are weights.
        guard let sampleWeight, let mask = loss.mask(target: target, values: values) else {
            return update(values: values, sampleWeight: sampleWeight)
        }
        let weights = sampleWeight.cast(to: .float32).spread(over: values) * mask.cast(to: .float32)
        return update(values: values, sampleWeight: weights)
    }
}

/// A loss itself among the metrics, rather than its name: Keras takes the mean of what the loss says of each batch, in which a
/// smaller last batch counts as much as the others.
final class BatchLossMetric: Mean {
    let loss: any Loss

    init(_ loss: any Loss, name: String) {
        self.loss = loss
        super.init(name: name)
    }

    override var largerIsBetter: Bool? { false }
    override var className: String { type(of: loss).className }
    override var serialized: ConfigValue { loss.serialized(named: name) }

    override func values(target: Tensor, prediction: Tensor) -> Tensor {
        loss(target: target, prediction: prediction)
    }
}

extension Metric {
    /// The mean squared error, logged as "mse".
    public static var mse: Metric { LossMetric(.mse, name: "mse") }
    /// The mean absolute error, logged as "mae".
    public static var mae: Metric { LossMetric(.mae, name: "mae") }
    /// The mean squared error, logged as "mean_squared_error".
    public static var meanSquaredError: Metric { LossMetric(.mse) }
    /// The mean absolute error, logged as "mean_absolute_error".
    public static var meanAbsoluteError: Metric { LossMetric(.mae) }
    /// The mean of a loss, logged under Keras' name of it.
    public static func loss(_ loss: any Loss) -> Metric { LossMetric(loss) }
}
