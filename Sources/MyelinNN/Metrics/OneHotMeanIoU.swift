import MyelinCore

/// The intersection over union of one-hot targets and scores, the mean over all classes. Keras: `OneHotMeanIoU`.
open class OneHotMeanIoU: MeanIoU {
    /// - Parameters: as those of `IoU`.
    public init(
        classCount: Int, ignoreClass: Int? = nil, sparsePredictions: Bool = false, axis: Int = -1,
        dtype: DType = .int64, name: String = "one_hot_mean_io_u"
    ) {
        super.init(
            classCount: classCount, ignoreClass: ignoreClass, sparseTargets: false,
            sparsePredictions: sparsePredictions, axis: axis, dtype: dtype, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            classCount: try config.classCount(), ignoreClass: try config.optionalInt("ignore_class"),
            sparsePredictions: try config.bool("sparse_y_pred", default: false),
            axis: try config.int("axis", default: -1), dtype: try config.countDType(),
            name: try config.string("name", default: "one_hot_mean_io_u"))
    }

    open override var className: String { "OneHotMeanIoU" }
    open override var config: ConfigObject { super.config.filter { $0.key != "sparse_y_true" } }
}
