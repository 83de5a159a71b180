import MyelinCore

/// The mean over the samples of the correlation between target and prediction along an axis. Keras:
/// `PearsonCorrelation`.
open class PearsonCorrelation: Mean {
    public let axis: Int

    public init(axis: Int = -1, name: String = "pearson_correlation") {
        self.axis = axis
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            axis: try config.int("axis", default: -1), name: try config.string("name", default: "pearson_correlation"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "PearsonCorrelation" }
    open override var config: ConfigObject { config(["axis": .int(axis)]) }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        (standardized(target.cast(to: prediction.dtype)) * standardized(prediction)).mean(axes: [axis])
    }

    private func standardized(_ x: Tensor) -> Tensor {
        let centred = x - x.mean(axes: [axis], keepDimensions: true)
        return centred / sqrt(centred.variance(axes: [axis], keepDimensions: true))
    }
}
