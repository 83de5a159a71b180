import MyelinCore
import MyelinData

/// Runs a step over all batches of a data set: gathers each batch into the memory that the compiled step reads.
final class Batches {
    private let prefetcher: Prefetcher
    private let full: Executable
    private let last: Executable
    let batchSize: Int

    /// - Parameters:
    ///   - seed: for shuffling; nil keeps the order.
    ///   - cache: where compiled steps are found and kept.
    init(_ model: Model, _ data: TrainingData, _ kind: StepKey.Kind, batchSize: Int, shuffledBy seed: UInt64?) throws {
        guard batchSize >= 1 else {
            throw MyelinError(.argument, "batchSize: expected at least 1, got \(batchSize)")
        }
        self.batchSize = min(batchSize, data.count)
        let cache = kind == .predict ? model.predictSteps : try model.requireTraining().steps
        let whole = data.step(model, kind, samples: self.batchSize)
        let step = try cache.step(for: whole)
        full = try step.executable(whole)
        let rest = data.count % self.batchSize
        last = rest == 0 ? full : try step.executable(data.step(model, kind, samples: rest))
        prefetcher = try Prefetcher(
            data.dataset, batchSize: self.batchSize, shuffledBy: seed, buffers: step.memory)
    }

    var count: Int { prefetcher.batchCount }

    /// What a full batch results in.
    var resultTypes: [TensorType] { full.resultTypes }

    /// Starts an epoch, or goes on with it behind some batches.
    func begin(epoch: Int, skipping count: Int = 0) {
        prefetcher.begin(epoch: epoch)
        for _ in 0..<count { _ = prefetcher.next() }
    }

    /// Runs the next batch; nil at the end of the epoch, else the number of samples and the step that ran.
    func runNext() throws -> (samples: Int, step: Executable)? {
        guard let batch = prefetcher.next() else { return nil }
        let step = batch.count == batchSize ? full : last
        try step.run(inputSet: batch.buffer)
        return (batch.count, step)
    }
}
