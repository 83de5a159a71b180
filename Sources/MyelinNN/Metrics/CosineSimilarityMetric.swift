import MyelinCore

/// The mean cosine of the angle between target and prediction: 1 for one direction. Keras: the metric
/// `CosineSimilarity`, whose sign is the opposite of the loss'.
open class CosineSimilarityMetric: Mean {
    public let axis: Int

    public init(axis: Int = -1, name: String = "cosine_similarity") {
        self.axis = axis
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            axis: try config.int("axis", default: -1), name: try config.string("name", default: "cosine_similarity"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "CosineSimilarity" }
    // Keras takes the axis, but does not write it.
    open override var config: ConfigObject { config(axis == -1 ? [:] : ["axis": .int(axis)]) }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        cosine(target, prediction, axis: axis)
    }
}
