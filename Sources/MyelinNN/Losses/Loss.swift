import MyelinCore

/// What training makes small: a number for each sample from its target and the model's prediction.
public protocol Loss: Configurable {
    /// The loss of each sample: the mean over the last axis, as Keras has it, so one axis less than the prediction.
    func values(target: Tensor, prediction: Tensor) -> Tensor

    /// Throws if a target of this type does not fit a prediction of that type. Checked before the first batch: what does
    /// not fit would otherwise broadcast, and train on nonsense.
    func check(target: TensorType, prediction: TensorType) throws

    /// How the losses of the samples become one number.
    var reduction: LossReduction { get }

    /// The largest class number that a target of class numbers may hold plus one; nil for targets that are no classes.
    func classCount(prediction: TensorType) -> Int?
}

/// How the losses of the samples become one number, by Keras' names.
public enum LossReduction: String, Sendable {
    /// Their sum divided by their number; weights multiply the losses and do not change the number.
    case sumOverBatchSize = "sum_over_batch_size"
    case sum
    /// Their weighted sum divided by the sum of the weights.
    case meanWithSampleWeight = "mean_with_sample_weight"
}

extension Loss {
    public var reduction: LossReduction { .sumOverBatchSize }

    public func check(target: TensorType, prediction: TensorType) throws {
        // Keras lets a target leave out a last axis of size 1.
        guard fits(target.shape, prediction.shape) else {
            throw MyelinError(.shape, misfit(target.shape, prediction.shape))
        }
    }

    public func classCount(prediction: TensorType) -> Int? { nil }

    /// The loss of a batch, by default the mean over the samples, each multiplied by its weight.
    public func callAsFunction(target: Tensor, prediction: Tensor, sampleWeight: Tensor? = nil) -> Tensor {
        let values = values(target: target.aligned(to: prediction), prediction: prediction)
        guard let sampleWeight else { return reduction == .sum ? values.sum() : values.mean() }
        let weights = sampleWeight.cast(to: values.dtype).spread(over: values)
        let weighted = values * weights
        switch reduction {
        case .sumOverBatchSize: return weighted.mean()
        case .sum: return weighted.sum()
        case .meanWithSampleWeight: return weighted.sum().dividedOrZero(by: weights.sum())
        }
    }

    /// The settings that all losses share, and their own.
    func config(_ own: [String: ConfigValue] = [:]) -> [String: ConfigValue] {
        own.merging(["reduction": .string(reduction.rawValue)]) { own, _ in own }
    }
}

// MARK: For the checks

extension Loss {
    /// Whether targets of one shape hold a class number for each row of predictions of another.
    func isClassNumbers(_ target: Shape, for prediction: Shape) -> Bool {
        guard prediction.rank > 0 else { return false }
        let rows = Array(prediction.sizes.dropLast())
        return target.sizes == rows || target.sizes == rows + [1]
    }

    /// Whether targets have the prediction's shape, but for a last axis of size 1.
    func fits(_ target: Shape, _ prediction: Shape) -> Bool {
        let column = prediction.rank > 1 && prediction.sizes.last == 1
        return target == prediction || (column && target.sizes == Array(prediction.sizes.dropLast()))
    }

    func misfit(_ target: Shape, _ prediction: Shape) -> String {
        "\(Self.className): expected targets of shape \(prediction), as the prediction, got \(target)"
    }

    /// Throws unless a prediction holds more than one class: the probability of a single class is 1, and nothing is
    /// learned.
    func checkClasses(_ prediction: Shape) throws {
        guard prediction.rank > 0, prediction[prediction.rank - 1] > 1 else {
            throw MyelinError(
                .shape,
                "\(Self.className): expected predictions of two classes or more, got shape \(prediction); "
                    + "for one probability a sample use BinaryCrossentropy")
        }
    }
}

extension Config {
    /// The reduction of a loss.
    func reduction() throws -> LossReduction {
        let name = try string("reduction", default: LossReduction.sumOverBatchSize.rawValue)
        if name == "mean" || name == "auto" { return .sumOverBatchSize }
        guard let reduction = LossReduction(rawValue: name) else {
            throw MyelinError(
                .file, "\(owner): cannot train with the reduction '\(name)'; sum_over_batch_size or sum can")
        }
        return reduction
    }
}

extension Tensor {
    /// With a last axis of size 1 where `prediction` has one and this does not.
    package func aligned(to prediction: Tensor) -> Tensor {
        let column = rank == prediction.rank - 1 && prediction.shape[prediction.rank - 1] == 1
        return column ? expanded(at: rank) : self
    }

    /// The quotient, and 0 where the divisor is 0 (Keras' `divide_no_nan`); so is the gradient.
    package func dividedOrZero(by divisor: Tensor) -> Tensor {
        let isZero = divisor.equal(0)
        return select(isZero, 0, self / select(isZero, 1, divisor))
    }

    /// With axes of size 1 added behind until the rank is that of `values`.
    package func spread(over values: Tensor) -> Tensor {
        var result = self
        if result.rank == values.rank + 1, result.shape[result.rank - 1] == 1 { result = result.squeezed(axes: [-1]) }
        while result.rank < values.rank { result = result.expanded(at: result.rank) }
        return result
    }
}
