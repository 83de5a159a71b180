import MyelinCore

/// The mean over some classes of `true positives / (true positives + false positives + false negatives)`, the
/// intersection over union of targets and predictions. Keras: `IoU`.
///
/// Targets and predictions are class numbers of any shape, or scores of which the largest along an axis counts.
open class IoU: Metric {
    public let classCount: Int
    public let targetClassIDs: [Int]
    public let ignoreClass: Int?
    /// Whether targets are class numbers, not one-hot.
    public let hasSparseTargets: Bool
    /// Whether predictions are class numbers, not scores.
    public let hasSparsePredictions: Bool
    public let axis: Int
    /// Of the counts: with an integer type weights lose their fractions, as in Keras.
    public let dtype: DType

    /// - Parameters:
    ///   - classCount: how many classes there are. Keras: `num_classes`.
    ///   - targetClassIDs: those that count.
    ///   - ignoreClass: targets of this number do not count.
    ///   - sparseTargets: whether targets are class numbers, not one-hot.
    ///   - sparsePredictions: whether predictions are class numbers, not scores.
    ///   - axis: of one-hot targets and scores.
    ///   - dtype: of the counts.
    public init(
        classCount: Int, targetClassIDs: [Int], ignoreClass: Int? = nil, sparseTargets: Bool = true,
        sparsePredictions: Bool = true, axis: Int = -1, dtype: DType = .int64, name: String = "io_u"
    ) {
        self.classCount = classCount
        self.targetClassIDs = targetClassIDs
        self.ignoreClass = ignoreClass
        hasSparseTargets = sparseTargets
        hasSparsePredictions = sparsePredictions
        self.axis = axis
        self.dtype = dtype
        super.init(name: name)
        addState("total_confusion_matrix", [max(classCount, 0), max(classCount, 0)], dtype: dtype)
    }

    convenience init(config: Config) throws {
        let count = try config.classCount()
        self.init(
            classCount: count, targetClassIDs: try config.classIDs(below: count),
            ignoreClass: try config.optionalInt("ignore_class"),
            sparseTargets: try config.bool("sparse_y_true", default: true),
            sparsePredictions: try config.bool("sparse_y_pred", default: true),
            axis: try config.int("axis", default: -1), dtype: try config.countDType(),
            name: try config.string("name", default: "io_u"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "IoU" }
    open override var config: ConfigObject {
        config([
            "dtype": .string(dtype.rawValue), "num_classes": .int(classCount),
            "target_class_ids": ConfigValue(targetClassIDs), "ignore_class": ConfigValue(ignoreClass),
            "sparse_y_true": .bool(hasSparseTargets), "sparse_y_pred": .bool(hasSparsePredictions),
            "axis": .int(axis),
        ])
    }

    open override func update(
        target: Tensor, prediction: Tensor, sampleWeight: Tensor?
    ) -> [(variable: Variable, value: Tensor)] {
        let targets = (hasSparseTargets ? target : target.argmax(axis: axis)).cast(to: .int32)
        let guesses = (hasSparsePredictions ? prediction : prediction.argmax(axis: axis)).cast(to: .int32)
        guard targets.count == guesses.count else {
            return invalidUpdate("\(targets.count) targets for \(guesses.count) predictions")
        }
        var weights = elementWeights(sampleWeight?.cast(to: dtype), targets)
        if let ignoreClass { weights = select(targets.equal(Tensor(Double(ignoreClass), .int32)), 0, weights) }
        // Numbers outside of the classes give rows of zeros, and so do not count.
        let rows = targets.flattened().oneHot(classCount) * weights.flattened().expanded(at: 1)
        let counts = matmul(rows.transposed(), guesses.flattened().oneHot(classCount))
        return [(state[0], state[0].value + counts.cast(to: dtype))]
    }

    open override func result() -> Tensor {
        let matrix = state[0].value.cast(to: .float32)
        let hits = (matrix * Tensor.identity(classCount)).sum(axes: [1])
        let union = matrix.sum(axes: [0]) + matrix.sum(axes: [1]) - hits
        let chosen = Tensor(targetClassIDs.map { Int32($0) })
        let ratios = hits.gathered(chosen) / (union.gathered(chosen) + 1e-7)
        let isPresent = union.gathered(chosen).greater(1e-9)
        return select(isPresent, ratios, 0).sum() / (isPresent.cast(to: .float32).sum() + 1e-7)
    }
}

extension Config {
    /// The number of classes; a metric has a number for each pair of them.
    func classCount() throws -> Int {
        let count = try int("num_classes")
        guard (1...4096).contains(count) else {
            throw MyelinError(.file, "\(owner): num_classes: expected 1 to 4096, got \(count)")
        }
        return count
    }

    /// The classes that count.
    func classIDs(below count: Int, default fallback: [Int]? = nil) throws -> [Int] {
        let ids = try ints("target_class_ids", default: fallback)
        if let wrong = ids.first(where: { !(0..<count).contains($0) }) {
            throw MyelinError(
                .file, "\(owner): target_class_ids: expected classes from 0 to \(count - 1), got \(wrong)")
        }
        return ids
    }

    /// The element type of counts; Keras 'int' has as many bits as its backend likes.
    func countDType() throws -> DType {
        let name = try string("dtype", default: "int64")
        if name == "int" { return .int64 }
        guard let dtype = DType(rawValue: name), dtype != .bool else {
            throw MyelinError(.file, "\(owner): dtype: expected a type of numbers, got \(name)")
        }
        return dtype
    }
}
