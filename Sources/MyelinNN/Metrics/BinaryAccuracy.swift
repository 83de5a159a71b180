import MyelinCore

/// The share of predictions on their target's side of a threshold. Keras: `BinaryAccuracy`.
open class BinaryAccuracy: Mean {
    public let threshold: Double

    public init(threshold: Double = 0.5, name: String = "binary_accuracy") {
        self.threshold = threshold
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            threshold: try config.double("threshold", default: 0.5),
            name: try config.string("name", default: "binary_accuracy"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "BinaryAccuracy" }
    open override var config: ConfigObject { config(["threshold": .double(threshold)]) }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        binaryMatches(target: target, prediction: prediction, threshold: threshold)
    }
}

extension Metric {
    /// The share of predictions on their target's side of 0.5.
    public static var binaryAccuracy: Metric { BinaryAccuracy() }
}
