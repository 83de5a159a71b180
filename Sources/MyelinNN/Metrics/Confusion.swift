import MyelinCore

// What precision, recall and the area under a curve have in common.

/// Where a target is positive, where its prediction is, and the weight of each.
func confusion(
    _ target: Tensor, _ prediction: Tensor, _ sampleWeight: Tensor?, threshold: Double
) -> (isTarget: Tensor, isPredicted: Tensor, weights: Tensor) {
    let limit = Tensor(threshold, prediction.dtype)
    let isTarget = target.aligned(to: prediction).cast(to: .bool)
    return (isTarget, prediction.greater(limit), elementWeights(sampleWeight, prediction))
}

/// The weight of each element of the predictions: that of its sample, or 1.
func elementWeights(_ sampleWeight: Tensor?, _ prediction: Tensor) -> Tensor {
    guard let sampleWeight else { return .ones(prediction.shape) }
    return sampleWeight.cast(to: .float32).spread(over: prediction).broadcast(to: prediction.shape)
}

extension Config {
    /// The one threshold of precision and recall.
    func threshold() throws -> Double {
        guard !has("top_k"), !has("class_id") else {
            throw MyelinError(.file, "\(owner): the settings 'top_k' and 'class_id' are not supported")
        }
        guard case .array(let several)? = values["thresholds"] else { return try double("thresholds", default: 0.5) }
        guard several.count == 1 else {
            throw MyelinError(.file, "\(owner): expected one threshold, got \(several.count); use a metric for each")
        }
        return try Config(["thresholds": several[0]], owner: owner).double("thresholds")
    }
}
