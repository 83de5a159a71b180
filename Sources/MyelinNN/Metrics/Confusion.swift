import MyelinCore

/// The weights of right and wrong predictions, for each threshold; with several labels for each threshold and label.
struct Confusion {
    let truePositives: Tensor
    let falsePositives: Tensor
    let trueNegatives: Tensor
    let falseNegatives: Tensor

    /// - Parameters:
    ///   - topK: if given, only the k largest predictions of a row can be positive.
    ///   - classID: the one place of the last axis that is looked at, from 0 on, or from the end with -1 on.
    ///   - labelWeights: factors of the places of the last axis.
    ///   - areLabelsSeparate: whether each place of the last axis is counted for itself.
    init(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?, thresholds: Thresholds, topK: Int? = nil,
        classID: Int? = nil, labelWeights: [Double]? = nil, areLabelsSeparate: Bool = false
    ) {
        var target = target.aligned(to: prediction), prediction = prediction.cast(to: .float32)
        if let topK { prediction = keepingTop(topK, prediction) }
        if let classID {
            let count = prediction.shape.sizes.last ?? 0
            if (-count..<count).contains(classID) {
                // As in Keras negative numbers count from the end.
                let place = classID < 0 ? classID + count : classID
                target = target.sliced(axis: -1, place..<place + 1)
                prediction = prediction.sliced(axis: -1, place..<place + 1)
            } else {
                let error = MyelinError(
                    .argument, "classID: expected a class from 0 to \(count - 1), got \(classID)")
                prediction = .invalid(prediction.type, error)
            }
        }
        var weights = elementWeights(sampleWeight, prediction)
        if let labelWeights { weights = weights * Tensor(labelWeights.map { Float($0) }) }
        let isTarget = target.cast(to: .bool)
        var trueWeights = select(isTarget, weights, 0), falseWeights = select(isTarget, 0, weights)
        if areLabelsSeparate {
            let above = thresholds.above(prediction)
            truePositives = (above * trueWeights).sum(axes: [1])
            falsePositives = (above * falseWeights).sum(axes: [1])
            trueNegatives = falseWeights.sum(axes: [0]) - falsePositives
            falseNegatives = trueWeights.sum(axes: [0]) - truePositives
        } else {
            // A product adds up the weights above each threshold.
            let above = thresholds.above(prediction.flattened())
            trueWeights = trueWeights.flattened()
            falseWeights = falseWeights.flattened()
            truePositives = matmul(above, trueWeights)
            falsePositives = matmul(above, falseWeights)
            trueNegatives = falseWeights.sum() - falsePositives
            falseNegatives = trueWeights.sum() - truePositives
        }
    }
}

/// Predictions of which all but the k largest of each row are -1e10; of equal ones the first are larger, as in Keras.
private func keepingTop(_ k: Int, _ x: Tensor) -> Tensor {
    let others = x.expanded(at: x.rank - 1), own = x.expanded(at: x.rank)
    let places = Tensor((0..<(x.shape.sizes.last ?? 0)).map { Int32($0) })
    let isEarlier = places.less(places.expanded(at: 1))
    let isLarger = others.greater(own).or(others.equal(own).and(isEarlier))
    return select(isLarger.sum(axes: [-1]).less(Tensor(Double(k), .int32)), x, Tensor(-1e10, x.dtype))
}

/// The weight of each element of the predictions: that of its sample, or 1.
func elementWeights(_ sampleWeight: Tensor?, _ prediction: Tensor) -> Tensor {
    guard let sampleWeight else { return .ones(prediction.shape) }
    return sampleWeight.cast(to: .float32).spread(over: prediction).broadcast(to: prediction.shape)
}
