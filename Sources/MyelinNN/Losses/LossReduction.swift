import MyelinCore

/// How the losses of the samples become one number, by Keras' names.
public enum LossReduction: String, Sendable, CaseIterable {
    /// Their sum divided by their number; weights multiply the losses and do not change the number.
    case sumOverBatchSize = "sum_over_batch_size"
    /// The same as `sumOverBatchSize`.
    case mean
    /// Their sum.
    case sum
    /// Their weighted sum divided by the sum of the weights.
    case meanWithSampleWeight = "mean_with_sample_weight"
    /// They stay as they are. Training follows the gradient of their sum and logs show their mean, as in Keras with
    /// TensorFlow.
    case none

    /// Whether the number of losses divides their sum.
    var dividesByCount: Bool { self == .sumOverBatchSize || self == .mean }
}

extension Loss {
    /// The loss of a batch, by default the mean over the samples, each multiplied by its weight.
    ///
    /// - Parameters:
    ///   - sampleWeight: a factor for each sample, or for each of its losses.
    ///   - mask: of the prediction, such as a padded sequence has: Bool or numbers 0 and 1. Losses where it is 0 count
    ///     neither in a sum nor in the number that divides it.
    /// - Returns: a scalar; with the reduction `none` the weighted losses.
    public func callAsFunction(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor? = nil, mask: Tensor? = nil
    ) -> Tensor {
        let target = target.aligned(to: prediction)
        var values = values(target: target, prediction: prediction)
        var weights = sampleWeight?.cast(to: values.dtype).spread(over: values)
        if let mask = combined(mask, self.mask(target: target, values: values))?.spread(over: values) {
            var factors = mask.cast(to: .bool).cast(to: values.dtype)
            if reduction.dividesByCount { factors = factors * Double(factors.count).dividedOrZero(by: factors.sum()) }
            weights = weights.map { $0 * factors } ?? factors
        }
        if let weights { values = values * weights }
        switch reduction {
        case .sumOverBatchSize, .mean: return values.mean()
        case .sum: return values.sum()
        case .none: return values
        case .meanWithSampleWeight:
            guard let weights else { return values.mean() }
            return values.sum().dividedOrZero(by: weights.sum())
        }
    }

    private func combined(_ a: Tensor?, _ b: Tensor?) -> Tensor? {
        guard let a, let b else { return a ?? b }
        return a.cast(to: .bool).spread(over: b).and(b.cast(to: .bool))
    }
}

extension Config {
    /// The reduction of a loss; Keras writes its `None` as null.
    func reduction() throws -> LossReduction {
        if values["reduction"] == .null { return .none }
        // Keras 2 wrote "auto" for the default.
        if values["reduction"] == "auto" { return .sumOverBatchSize }
        return try choice("reduction", default: .sumOverBatchSize)
    }
}

extension Double {
    /// The quotient, and 0 where the divisor is 0.
    fileprivate func dividedOrZero(by divisor: Tensor) -> Tensor {
        Tensor(self, divisor.dtype).dividedOrZero(by: divisor)
    }
}
