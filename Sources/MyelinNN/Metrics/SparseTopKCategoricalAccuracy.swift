import MyelinCore

/// The share of samples whose class is among the k most probable ones, for class numbers as targets. Keras:
/// `SparseTopKCategoricalAccuracy`.
open class SparseTopKCategoricalAccuracy: Mean {
    public let k: Int
    public let fromSortedIDs: Bool

    /// - Parameters:
    ///   - k: how many guesses count.
    ///   - fromSortedIDs: whether predictions are class numbers, the most probable first.
    public init(k: Int = 5, fromSortedIDs: Bool = false, name: String = "sparse_top_k_categorical_accuracy") {
        self.k = k
        self.fromSortedIDs = fromSortedIDs
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            k: try config.int("k", default: 5), fromSortedIDs: try config.bool("from_sorted_ids", default: false),
            name: try config.string("name", default: "sparse_top_k_categorical_accuracy"))
    }

    open override var largerIsBetter: Bool? { true }
    open override var className: String { "SparseTopKCategoricalAccuracy" }
    // Keras writes the second setting only where it is true.
    open override var config: ConfigObject {
        config(fromSortedIDs ? ["k": .int(k), "from_sorted_ids": true] : ["k": .int(k)])
    }

    open override func values(target: Tensor, prediction: Tensor) -> Tensor {
        guard fromSortedIDs else { return isAmongTop(k, target, prediction) }
        let column = target.rank == prediction.rank ? target : target.expanded(at: -1)
        let first = prediction.sliced(axis: -1, 0..<min(k, prediction.shape.sizes.last ?? 0))
        return first.equal(column.cast(to: prediction.dtype)).any(axes: [-1])
    }
}
