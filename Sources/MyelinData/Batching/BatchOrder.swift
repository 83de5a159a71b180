import MyelinCore

/// Which samples stand in which batch: as they come, or shuffled anew for each epoch.
///
/// The order of an epoch depends on the seed and the epoch's number alone, so that it is the same on every machine, and a
/// run that resumes at epoch 7 sees what the uninterrupted run saw.
public struct BatchOrder: Sendable {
    /// The number of samples.
    public let count: Int
    /// Samples in a batch; the last batch of an epoch may have fewer.
    public let batchSize: Int
    /// What the shuffling depends on besides the epoch; nil leaves the samples as they come.
    public let seed: UInt64?
    /// Batches in an epoch.
    public let batchCount: Int
    private var permutation: [UInt32]

    /// An order that starts as epoch 0.
    ///
    /// - Throws: `MyelinError` if there are no samples or the batch size is below 1.
    public init(count: Int, batchSize: Int, shuffledBy seed: UInt64? = nil) throws {
        guard batchSize >= 1 else { throw MyelinError(.argument, "batchSize: expected at least 1, got \(batchSize)") }
        guard count >= 1, count <= Int(UInt32.max) else {
            throw MyelinError(.data, "batches: expected from 1 to \(UInt32.max) samples, got \(count)")
        }
        self.count = count
        self.batchSize = batchSize
        self.seed = seed
        batchCount = (count - 1) / batchSize + 1
        permutation = seed == nil ? [] : [UInt32](unsafeUninitializedCapacity: count) { $1 = count }
        begin(epoch: 0)
    }

    /// Puts the samples into the order of an epoch. Allocates nothing while no copy of this order is kept elsewhere.
    public mutating func begin(epoch: Int) {
        guard let seed else { return }
        permutation.withUnsafeMutableBufferPointer { rows in
            for index in rows.indices { rows[index] = UInt32(index) }
            // The constant keeps this stream apart from a model's own under the same seed.
            var random = RandomStream(seed: seed ^ 0x6261_7463_6865_7321, stream: UInt64(epoch))
            for last in stride(from: rows.count - 1, to: 0, by: -1) {
                rows.swapAt(last, random.next(below: last + 1))
            }
        }
    }

    /// The places in the order that a batch takes up.
    package func range(of batch: Int) -> Range<Int> {
        precondition(batch >= 0 && batch < batchCount)
        let first = batch * batchSize
        return first..<min(first + batchSize, count)
    }

    /// The samples of a batch, by their places in the data set.
    public func samples(of batch: Int) -> [Int] {
        withRows { rows in range(of: batch).map { place in rows.map { Int($0[place]) } ?? place } }
    }

    /// Runs with the sample at each place of the order, or with nil if each stands at its own.
    package func withRows<Result>(_ body: (UnsafePointer<UInt32>?) -> Result) -> Result {
        guard seed != nil else { return body(nil) }
        return permutation.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
