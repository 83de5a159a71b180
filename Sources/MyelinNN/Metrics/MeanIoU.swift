import MyelinCore

/// The mean over all classes of the intersection over union. Keras: `MeanIoU`.
open class MeanIoU: IoU {
    /// - Parameters: as those of `IoU`.
    public init(
        classCount: Int, ignoreClass: Int? = nil, sparseTargets: Bool = true, sparsePredictions: Bool = true,
        axis: Int = -1, dtype: DType = .int64, name: String = "mean_io_u"
    ) {
        super.init(
            classCount: classCount, targetClassIDs: Array(0..<max(classCount, 0)), ignoreClass: ignoreClass,
            sparseTargets: sparseTargets, sparsePredictions: sparsePredictions, axis: axis, dtype: dtype, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            classCount: try config.classCount(), ignoreClass: try config.optionalInt("ignore_class"),
            sparseTargets: try config.bool("sparse_y_true", default: true),
            sparsePredictions: try config.bool("sparse_y_pred", default: true),
            axis: try config.int("axis", default: -1), dtype: try config.countDType(),
            name: try config.string("name", default: "mean_io_u"))
    }

    open override var className: String { "MeanIoU" }
    open override var config: ConfigObject { super.config.filter { $0.key != "target_class_ids" } }
}
