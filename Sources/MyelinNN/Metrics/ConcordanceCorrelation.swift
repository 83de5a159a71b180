import MyelinCore

/// The mean over the samples of the concordance between target and prediction along an axis, which unlike the
/// correlation asks for equal mean and scale (Lin 1989). Keras: `ConcordanceCorrelation`.
open class ConcordanceCorrelation: Mean {
    public let axis: Int

    public init(axis: Int = -1, name: String = "concordance_correlation") {
        self.axis = axis
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            axis: try config.int("axis", default: -1),
            name: try config.string("name", default: "concordance_correlation"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "ConcordanceCorrelation" }
    open override var config: ConfigObject { config(["axis": .int(axis)]) }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = target.cast(to: prediction.dtype)
        let targetMean = targets.mean(axes: [axis], keepDimensions: true)
        let mean = prediction.mean(axes: [axis], keepDimensions: true)
        // Keras measures the targets, too, from the mean of the predictions; the sum is the same.
        let covariance = (targets - mean) * (prediction - mean)
        let scale =
            targets.variance(axes: [axis], keepDimensions: true)
            + prediction.variance(axes: [axis], keepDimensions: true)
            + square(targetMean - mean)
        return (covariance * 2 / (scale + 1e-7)).mean(axes: [axis])
    }
}
