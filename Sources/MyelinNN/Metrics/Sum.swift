import MyelinCore

/// The weighted sum of values. Keras: `Sum`.
open class Sum: Metric {
    public override init(name: String = "sum") {
        super.init(name: name)
        addState("total")
    }

    open override var className: String { "Sum" }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        update(values: prediction, sampleWeight: sampleWeight)
    }

    /// The new sum after a batch of values.
    public func update(values: Tensor, sampleWeight: Tensor? = nil) -> [(variable: Variable, value: Tensor)] {
        var values = values.cast(to: .float32)
        if let sampleWeight { values = values * sampleWeight.cast(to: .float32).spread(over: values) }
        return [(state[0], state[0].value + values.sum())]
    }

    open override func result() -> Tensor { state[0].value }
}
