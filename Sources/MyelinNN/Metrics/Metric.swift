import MyelinCore

/// A number that is watched while a model trains or is evaluated: sums over batches, and a result from the sums.
///
/// A subclass adds its sums with `addState` and overrides `update` and `result`.
open class Metric {
    /// The key in logs and history.
    public var name: String
    /// The sums, in the order of their creation.
    public private(set) var state: [Variable] = []

    public init(name: String) { self.name = name }

    /// Adds a sum that starts at zero.
    @discardableResult
    public func addState(_ name: String, _ shape: Shape = [], dtype: DType = .float32) -> Variable {
        let variable = Variable(zeros: TensorType(shape, dtype), name: name, trainable: false)
        state.append(variable)
        return variable
    }

    /// New values of the sums after a batch. `sampleWeight` has one number a sample.
    open func update(target: Tensor, prediction: Tensor, sampleWeight: Tensor?) -> [(variable: Variable, value: Tensor)]
    { [] }

    /// The value of the metric by the sums so far, a scalar.
    open func result() -> Tensor { 0 }

    /// Chooses what depends on the shapes of target and prediction ("accuracy" does); the metric itself for most.
    open func resolved(target: TensorType, prediction: TensorType, loss: (any Loss)?) -> Metric { self }

    /// Keras' class name and settings.
    open var className: String { "Metric" }
    open var config: [String: ConfigValue] { ["name": .string(name)] }

    /// Keras' form of a serialized metric.
    open var serialized: ConfigValue {
        .object(["module": "keras.metrics", "class_name": .string(className), "config": .object(config)])
    }

    /// Sets the sums to zero.
    public func reset() {
        for variable in state { variable.setZero() }
    }
}
