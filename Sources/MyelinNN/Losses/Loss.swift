import MyelinCore

/// What training makes small: a number for each sample from its target and the model's prediction.
public protocol Loss: Configurable {
    /// The loss of each sample: the mean over the last axis, as Keras has it, so one axis less than the prediction.
    func values(target: Tensor, prediction: Tensor) -> Tensor

    /// Throws if a target of this type does not fit a prediction of that type. Checked before the first batch: what does
    /// not fit would otherwise broadcast, and train on nonsense.
    func check(target: TensorType, prediction: TensorType) throws

    /// The largest class number that a target of class numbers may hold plus one; nil for targets that are no classes.
    func classCount(prediction: TensorType) -> Int?
}

extension Loss {
    public func check(target: TensorType, prediction: TensorType) throws {
        let expected = prediction.shape
        // Keras lets a target leave out a last axis of size 1.
        let squeezed = expected.rank > 1 && expected[expected.rank - 1] == 1 ? Shape(expected.sizes.dropLast()) : expected
        guard target.shape == expected || target.shape == squeezed else {
            throw MyelinError(
                .shape, "\(Self.className): expected targets of shape \(expected) as the prediction, got \(target.shape)")
        }
    }

    public func classCount(prediction: TensorType) -> Int? { nil }

    /// The mean over the samples, each multiplied by its weight (Keras' "sum_over_batch_size").
    public func callAsFunction(target: Tensor, prediction: Tensor, sampleWeight: Tensor? = nil) -> Tensor {
        let values = values(target: target.aligned(to: prediction), prediction: prediction)
        guard let sampleWeight else { return values.mean() }
        return (values * sampleWeight.cast(to: values.dtype).spread(over: values)).mean()
    }
}

extension Tensor {
    /// With a last axis of size 1 where `prediction` has one and this does not; as the prediction's floats.
    package func aligned(to prediction: Tensor) -> Tensor {
        let column = rank == prediction.rank - 1 && prediction.shape[prediction.rank - 1] == 1
        return column ? expanded(at: rank) : self
    }

    /// With axes of size 1 added behind until the rank is that of `values`.
    package func spread(over values: Tensor) -> Tensor {
        var result = self
        if result.rank == values.rank + 1, result.shape[result.rank - 1] == 1 { result = result.squeezed(axes: [-1]) }
        while result.rank < values.rank { result = result.expanded(at: result.rank) }
        return result
    }
}
