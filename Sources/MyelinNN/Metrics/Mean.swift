import MyelinCore

/// The weighted mean of values, each sample counting once. Keras: `Mean`.
///
/// A subclass overrides `values`, what is to be averaged.
open class Mean: Metric {
    /// The weighted sum of the samples' values so far.
    public var total: Variable { state[0] }
    /// The sum of their weights.
    public var count: Variable { state[1] }

    public override init(name: String = "mean") {
        super.init(name: name)
        addState("total")
        addState("count")
    }

    open override var className: String { "Mean" }

    open override var takesMask: Bool { true }

    /// What is averaged: one value or more of each sample; by default the predictions.
    open func values(target: Tensor, prediction: Tensor) -> Tensor { prediction }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        update(
            values: values(target: target.aligned(to: prediction), prediction: prediction), sampleWeight: sampleWeight)
    }

    /// New sums after a batch of values, whose first axis counts the samples; a scalar is one sample.
    public func update(values: Tensor, sampleWeight: Tensor? = nil) -> [(variable: Variable, value: Tensor)] {
        let values = values.cast(to: .float32)
        guard let sampleWeight else {
            let samples = Double(values.shape.sizes.first ?? 1)
            return sums(adding: values.sum() * (samples / Double(max(values.count, 1))), Tensor(samples))
        }
        var weights = sampleWeight.cast(to: .float32)
        if weights.rank == values.rank + 1, weights.shape.sizes.last == 1 { weights = weights.squeezed(axes: [-1]) }
        let rank = min(weights.rank, values.rank)
        let means = values.mean(axes: Array(rank..<values.rank))
        weights = weights.broadcast(to: means.shape)
        let samples = Double(means.shape.sizes.first ?? 1)
        let share = samples / Double(max(means.count, 1))
        return sums(adding: (means * weights).sum() * share, weights.sum() * share)
    }

    private func sums(adding value: Tensor, _ weight: Tensor) -> [(variable: Variable, value: Tensor)] {
        [(total, total.value + value), (count, count.value + weight)]
    }

    open override func result() -> Tensor { total.value.dividedOrZero(by: count.value) }
}

extension Metric {
    /// The mean of the predictions.
    public static var mean: Metric { Mean() }
}
