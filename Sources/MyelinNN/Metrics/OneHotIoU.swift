import MyelinCore

/// The intersection over union of one-hot targets and scores, the mean over some classes. Keras: `OneHotIoU`.
open class OneHotIoU: IoU {
    /// - Parameters: as those of `IoU`.
    public init(
        classCount: Int, targetClassIDs: [Int], ignoreClass: Int? = nil, sparsePredictions: Bool = false,
        axis: Int = -1, dtype: DType = .int64, name: String = "one_hot_io_u"
    ) {
        super.init(
            classCount: classCount, targetClassIDs: targetClassIDs, ignoreClass: ignoreClass, sparseTargets: false,
            sparsePredictions: sparsePredictions, axis: axis, dtype: dtype, name: name)
    }

    convenience init(config: Config) throws {
        let count = try config.classCount()
        self.init(
            classCount: count, targetClassIDs: try config.classIDs(below: count),
            ignoreClass: try config.optionalInt("ignore_class"),
            sparsePredictions: try config.bool("sparse_y_pred", default: false),
            axis: try config.int("axis", default: -1), dtype: try config.countDType(),
            name: try config.string("name", default: "one_hot_io_u"))
    }

    open override var className: String { "OneHotIoU" }
    open override var config: ConfigObject { super.config.filter { $0.key != "sparse_y_true" } }
}
