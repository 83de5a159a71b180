import MyelinCore

// A cross-entropy of probabilities that the model has just computed by softmax or sigmoid is worked out from that
// activation's operand: it is exact where a probability rounds to 0 or 1, and takes half of the operations. Keras does
// so with TensorFlow; with JAX and PyTorch it clips the probabilities to [1e-7, 1 - 1e-7], beyond which their gradient
// is 0. Probabilities of any other origin are clipped here as well.

extension Tensor {
    /// The operand of the softmax that computed this tensor.
    var softmaxLogits: Tensor? { (node.operation as? SoftmaxOperation)?.logarithm == false ? node.inputs[0] : nil }

    /// The operand of the sigmoid that computed this tensor.
    var sigmoidLogits: Tensor? { node.operation is Sigmoid ? node.inputs[0] : nil }

    /// Between 1e-7 and 1 - 1e-7, so that its logarithm is finite.
    var clippedProbability: Tensor { clip(self, min: 1e-7, max: 1 - 1e-7) }

    /// The logarithms of class probabilities from a model's prediction.
    func logProbabilities(fromLogits: Bool, axis: Int = -1) -> Tensor {
        if fromLogits { return logSoftmax(self, axis: axis) }
        if let logits = softmaxLogits, shape.resolved(axis: axis) == rank - 1 { return logSoftmax(logits) }
        return log(probabilities(fromLogits: false, axis: axis).clippedProbability)
    }

    /// Class probabilities from a model's prediction, divided by their sum.
    func probabilities(fromLogits: Bool, axis: Int) -> Tensor {
        fromLogits ? softmax(self, axis: axis) : self / sum(axes: [axis], keepDimensions: true)
    }

    /// Where the last axis' place is a target's class number.
    func isClass(_ target: Tensor) -> Tensor {
        let column = target.rank == rank ? target : target.expanded(at: -1)
        // Broadcast first, so that the conversion, too, is part of one pass over the predictions.
        let numbers = column.broadcast(to: shape).cast(to: .int32)
        return numbers.equal(Tensor((0..<(shape.sizes.last ?? 0)).map { Int32($0) }))
    }
}

/// Minus the logarithm of the probability of each target 0 or 1.
func binaryCrossentropies(_ targets: Tensor, _ prediction: Tensor, fromLogits: Bool = false) -> Tensor {
    if let logits = fromLogits ? prediction : prediction.sigmoidLogits { return softplus(logits) - targets * logits }
    let p = prediction.clippedProbability
    return -(targets * log(p) + (1 - targets) * log(1 - p))
}

/// Targets 0 and 1 of which a share is replaced by 0.5.
func smoothedBits(_ targets: Tensor, _ share: Double) -> Tensor {
    share == 0 ? targets : targets * (1 - share) + share / 2
}

/// One-hot targets of which a share is spread evenly over the classes.
func smoothedClasses(_ targets: Tensor, _ share: Double) -> Tensor {
    share == 0 ? targets : targets * (1 - share) + share / Double(targets.shape.sizes.last ?? 1)
}
