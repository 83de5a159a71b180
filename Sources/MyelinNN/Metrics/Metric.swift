import MyelinCore

/// What is watched while a model trains or is evaluated: sums over batches, and a result from the sums.
///
/// A subclass adds its sums with `addState` and overrides `update` and `result`; one that is the mean of a formula is a
/// subclass of `Mean` and overrides `values` alone. Registered, it can be read from files:
///
///     final class MeanBias: Mean {
///         override var className: String { "MeanBias" }
///         override func values(target: Tensor, prediction: Tensor) -> Tensor { prediction - target }
///     }
///     Registry.metrics.register("MeanBias") { MeanBias(name: try $0.string("name", default: "mean_bias")) }
open class Metric {
    /// The key in logs and history.
    public var name: String
    /// The sums, in the order of their creation. Some metrics create them when they first see the shape of predictions.
    public private(set) var state: [Variable] = []

    public init(name: String) { self.name = name }

    /// Adds a sum that starts at zero.
    @discardableResult
    public func addState(_ name: String, _ shape: Shape = [], dtype: DType = .float32) -> Variable {
        let variable = Variable(zeros: TensorType(shape, dtype), name: name, trainable: false)
        state.append(variable)
        return variable
    }

    /// New values of the sums after a batch. `sampleWeight` has one number a sample, or one a timestep.
    open func update(target: Tensor, prediction: Tensor, sampleWeight: Tensor?) -> [(variable: Variable, value: Tensor)]
    { [] }

    /// Whether a mask of the predictions counts as weights 0 and 1. As in Keras it does for means of a formula alone.
    open var takesMask: Bool { false }

    /// As above, for predictions with a mask (Bool, or numbers 0 and 1), such as padded sequences have.
    public final func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?, mask: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        var weights = sampleWeight
        if let mask, takesMask {
            let factors = mask.cast(to: .bool).cast(to: .float32)
            weights = sampleWeight.map { $0.cast(to: .float32).spread(over: factors) * factors } ?? factors
        }
        return update(target: target, prediction: prediction, sampleWeight: weights)
    }

    /// The value of the metric by the sums so far: a scalar, or a vector with a value for each class or threshold.
    open func result() -> Tensor { 0 }

    /// Chooses what depends on the shapes of target and prediction ("accuracy" does); the metric itself for most.
    open func resolved(target: TensorType, prediction: TensorType, loss: (any Loss)?) -> Metric { self }

    /// Whether a larger value is better, which callbacks that watch it want to know; nil where it cannot be told.
    open var largerIsBetter: Bool? { nil }

    /// Keras' class name.
    open var className: String { "Metric" }
    /// The settings, by Keras' names.
    open var config: ConfigObject { ["name": .string(name), "dtype": "float32"] }

    /// The settings that all metrics share, and a class' own.
    func config(_ own: ConfigObject) -> ConfigObject {
        own.merging(["name": .string(name), "dtype": "float32"]) { own, _ in own }
    }

    /// Keras' form of a serialized metric.
    open var serialized: ConfigValue { .serialized(type(of: self), "keras.metrics", className, config) }

    /// Sets the sums to zero.
    public func reset() {
        for variable in state { variable.setZero() }
    }
}
