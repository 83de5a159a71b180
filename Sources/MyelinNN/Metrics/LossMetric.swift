import MyelinCore

/// The mean of a loss, as a metric: `LossMetric(.huber, name: "huber")`.
open class LossMetric: Mean {
    public let loss: any Loss

    /// - Parameter name: the key in logs; by default Keras' name of the loss, such as "mean_squared_error".
    public init(_ loss: any Loss, name: String? = nil) {
        self.loss = loss
        super.init(name: name ?? snakeCase(type(of: loss).className))
    }

    open override var className: String { type(of: loss).className }
    open override var config: [String: ConfigValue] {
        var config = loss.config
        config["reduction"] = nil
        config["name"] = .string(name)
        return config
    }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        loss.values(target: target, prediction: prediction)
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
