import MyelinCore

/// `-sum(target * prediction)` along an axis, both divided by their norm: -1 for vectors of one direction, 1 for
/// opposite ones. Keras: `CosineSimilarity`.
public struct CosineSimilarity: Loss {
    public static let className = "CosineSimilarity"
    public let axis: Int
    public let reduction: LossReduction

    /// - Parameter axis: along which the vectors lie.
    public init(axis: Int = -1, reduction: LossReduction = .sumOverBatchSize) {
        self.axis = axis
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(axis: try config.int("axis", default: -1), reduction: try config.reduction())
    }

    // Keras takes the axis, but does not write it.
    public var config: ConfigObject { config(axis == -1 ? [:] : ["axis": .int(axis)]) }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        -cosine(target, prediction, axis: axis)
    }
}

/// The sum along an axis of the products of two tensors, both divided by their norm.
func cosine(_ target: Tensor, _ prediction: Tensor, axis: Int) -> Tensor {
    let targets = target.cast(to: prediction.dtype)
    return (targets.normalized(axes: [axis]) * prediction.normalized(axes: [axis])).sum(axes: [axis])
}

extension Loss where Self == CosineSimilarity {
    /// The cosine of the angle between target and prediction, negated.
    public static var cosineSimilarity: Self { Self() }
    /// The cosine of the angle between target and prediction along an axis, negated.
    public static func cosineSimilarity(axis: Int) -> Self { Self(axis: axis) }
}
