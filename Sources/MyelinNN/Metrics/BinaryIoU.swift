import MyelinCore

/// The intersection over union of targets 0 and 1 and predictions from a threshold on. Keras: `BinaryIoU`.
open class BinaryIoU: IoU {
    public let threshold: Double

    /// - Parameters:
    ///   - targetClassIDs: which of the classes 0 and 1 count.
    ///   - threshold: predictions from it on are of class 1.
    public init(
        targetClassIDs: [Int] = [0, 1], threshold: Double = 0.5, dtype: DType = .int64, name: String = "binary_io_u"
    ) {
        self.threshold = threshold
        super.init(classCount: 2, targetClassIDs: targetClassIDs, dtype: dtype, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            targetClassIDs: try config.classIDs(below: 2, default: [0, 1]),
            threshold: try config.double("threshold", default: 0.5), dtype: try config.countDType(),
            name: try config.string("name", default: "binary_io_u"))
    }

    open override var className: String { "BinaryIoU" }
    open override var config: ConfigObject {
        config([
            "dtype": .string(dtype.rawValue), "target_class_ids": ConfigValue(targetClassIDs),
            "threshold": .double(threshold),
        ])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let guesses = prediction.greaterEqual(Tensor(threshold, prediction.dtype)).cast(to: .int32)
        return super.update(target: target, prediction: guesses, sampleWeight: sampleWeight)
    }
}
