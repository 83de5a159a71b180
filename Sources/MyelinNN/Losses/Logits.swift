import MyelinCore

// A cross-entropy of probabilities that the model has just computed by softmax or sigmoid is worked out from that
// activation's operand: it is exact where a probability rounds to 0 or 1, and takes half of the operations. Keras does
// so with TensorFlow; with JAX and PyTorch it clips the probabilities to [1e-7, 1 - 1e-7], beyond which their gradient is
// 0. Probabilities of any other origin are clipped here as well.

extension Tensor {
    /// The operand of the softmax that computed this tensor.
    var softmaxLogits: Tensor? { (node.operation as? SoftmaxOperation)?.logarithm == false ? node.inputs[0] : nil }

    /// The operand of the sigmoid that computed this tensor.
    var sigmoidLogits: Tensor? { node.operation is Sigmoid ? node.inputs[0] : nil }

    /// Between 1e-7 and 1 - 1e-7, so that its logarithm is finite.
    var clippedProbability: Tensor { clip(self, min: 1e-7, max: 1 - 1e-7) }

    /// The logarithms of class probabilities from a model's prediction.
    func logProbabilities(fromLogits: Bool) -> Tensor {
        if let logits = fromLogits ? self : softmaxLogits { return logSoftmax(logits) }
        return log((self / sum(axes: [-1], keepDimensions: true)).clippedProbability)
    }
}
