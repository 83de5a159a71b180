import MyelinCore

/// Pulls embeddings of one class together and pushes those of different classes apart, what is far from its goal most
/// (Sun et al. 2020). Keras: `Circle`.
///
/// Predictions are embeddings of norm 1, (batch, features); targets class numbers, (batch) or (batch, 1). Samples whose
/// loss is 0, such as those without a partner in the batch, take no part in the mean.
public struct Circle: Loss {
    public static let className = "Circle"
    public let gamma: Double
    public let margin: Double
    public let removesDiagonal: Bool
    public let reduction: LossReduction

    /// - Parameters:
    ///   - gamma: scale of the similarities.
    ///   - margin: how far from the goals a pair may be.
    ///   - removeDiagonal: whether a sample is no partner of itself.
    public init(
        gamma: Double = 80, margin: Double = 0.4, removeDiagonal: Bool = true,
        reduction: LossReduction = .sumOverBatchSize
    ) {
        self.gamma = gamma
        self.margin = margin
        removesDiagonal = removeDiagonal
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(
            gamma: try config.double("gamma", default: 80), margin: try config.double("margin", default: 0.4),
            removeDiagonal: try config.bool("remove_diagonal", default: true), reduction: try config.reduction())
    }

    public var config: ConfigObject {
        config(["gamma": .double(gamma), "margin": .double(margin), "remove_diagonal": .bool(removesDiagonal)])
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        guard prediction.shape.rank == 2 else {
            throw MyelinError(
                .shape, "\(Self.className): expected embeddings of rank 2 (batch, features), got \(prediction.shape)")
        }
        try checkClassNumbers(target.shape, prediction.shape)
    }

    public func mask(target: Tensor, values: Tensor) -> Tensor? { values.greater(0) }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let labels = target.cast(to: .int32).flattened()
        let distances = relu(1 - matmul(prediction, prediction.transposed()))
        var isPartner = labels.expanded(at: 1).equal(labels)
        let isStranger = isPartner.not()
        if removesDiagonal { isPartner = isPartner.and(Tensor.identity(labels.count).equal(0)) }
        // The weights grow with the distance from the goal, and have a gradient of their own, as in Keras.
        let attraction = relu(distances + margin) * (margin - distances) * -gamma
        let repulsion = relu(1 + margin - distances) * (1 - margin - distances) * gamma
        return softplus(logSumExp(attraction, where: isPartner) + logSumExp(repulsion, where: isStranger))
    }

    /// Along the last axis, of the elements where a condition holds; where it holds nowhere about -1e30.
    private func logSumExp(_ x: Tensor, where condition: Tensor) -> Tensor {
        let chosen = select(condition, x, Tensor(-1e30, x.dtype))
        let largest = chosen.max(axes: [-1], keepDimensions: true)
        return log(exp(chosen - largest).sum(axes: [-1])) + largest.squeezed(axes: [-1])
    }
}

extension Loss where Self == Circle {
    /// The circle loss of embeddings.
    public static var circle: Self { Self() }
    /// The circle loss of embeddings.
    public static func circle(gamma: Double, margin: Double) -> Self { Self(gamma: gamma, margin: margin) }
}
