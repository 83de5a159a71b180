import MyelinCore

/// The square root of the mean of `(target - prediction)²`. Keras: `RootMeanSquaredError`.
open class RootMeanSquaredError: Mean {
    public override init(name: String = "root_mean_squared_error") { super.init(name: name) }

    open override var largerIsBetter: Bool? { false }
    open override var className: String { "RootMeanSquaredError" }
    // As in Keras, whose mean of a formula takes masks, but not this one.
    open override var takesMask: Bool { false }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        square(prediction.cast(to: .float32) - target.cast(to: .float32))
    }

    open override func result() -> Tensor { sqrt(super.result()) }
}

extension Metric {
    /// The square root of the mean squared error.
    public static var rootMeanSquaredError: Metric { RootMeanSquaredError() }
}
