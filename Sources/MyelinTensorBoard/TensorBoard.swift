import MyelinCore
import MyelinData
import MyelinNN

/// Writes what happens in training to files that TensorBoard shows: `tensorboard --logdir logs`. Keras: `TensorBoard`.
///
/// Names and folders are Keras': `epoch_loss` and the metrics in `train/` and `validation/`, `epoch_learning_rate`,
/// `evaluation_loss_vs_iterations`, with `updateFreq` `batch_loss`; each weight's `…/histogram` and `…/image`; the graph of
/// the layers, and the model's configuration as the conceptual graph.
public final class TensorBoard: Callback {
    /// How often loss and metrics are written. Keras: `update_freq`.
    public enum UpdateFrequency: Hashable, Sendable {
        /// After each epoch alone.
        case epoch
        /// After each batch as well.
        case batch
        /// After every so many batches as well.
        case batches(Int)

        var batches: Int? {
            switch self {
            case .epoch: nil
            case .batch: 1
            case .batches(let count): count
            }
        }
    }

    private let logDir: String
    private let histogramFreq: Int
    private let writeGraph: Bool
    private let writeImages: Bool
    private let updateFreq: UpdateFrequency
    private var writers: [String: EventWriter] = [:]
    private var batchCount = 0

    /// - Parameters:
    ///   - logDir: the folder; one for each run.
    ///   - histogramFreq: after every so many epochs the weights' histograms are written; 0 for never.
    ///   - writeGraph: whether the graph of the layers is written.
    ///   - writeImages: whether weights are written as images, too, together with the histograms.
    ///   - updateFreq: whether loss and metrics are written within epochs.
    public init(
        _ logDir: String = "logs", histogramFreq: Int = 0, writeGraph: Bool = true, writeImages: Bool = false,
        updateFreq: UpdateFrequency = .epoch
    ) {
        self.logDir = logDir
        self.histogramFreq = histogramFreq
        self.writeGraph = writeGraph
        self.writeImages = writeImages
        self.updateFreq = updateFreq
    }

    public override var watchesBatches: Bool { updateFreq.batches != nil }

    public override func onTrainBegin() throws {
        guard histogramFreq >= 0 else {
            throw MyelinError(.argument, "TensorBoard: histogramFreq: expected at least 0, got \(histogramFreq)")
        }
        if let count = updateFreq.batches, count < 1 {
            throw MyelinError(.argument, "TensorBoard: updateFreq: expected at least 1 batch, got \(count)")
        }
        writers = [:]
        batchCount = 0
        guard writeGraph, let model else { return }
        let writer = try writer("train")
        try writer.write(.kerasModel("keras", json: model.serialized.json()), step: 0)
        var event = TBEvent()
        event.graphDef = try model.graphDef().serializedData()
        try writer.write(event)
        try writer.flush()
    }

    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws {
        batchCount += 1
        guard let every = updateFreq.batches, batchCount % every == 0 else { return }
        let writer = try writer("train")
        for (name, value) in try logs.all().entries {
            try writer.write(.scalar("batch_\(name)", value), step: batchCount)
        }
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        let training = try writer("train")
        for (name, value) in logs.entries where !name.hasPrefix("val_") && name != "learning_rate" {
            try training.write(.scalar("epoch_\(name)", value), step: epoch)
        }
        if let rate = try model?.optimizer?.currentLearningRate() {
            try training.write(.scalar("epoch_learning_rate", rate), step: epoch)
        }
        for (name, value) in logs.entries where name.hasPrefix("val_") {
            let validation = try writer("validation"), metric = name.dropFirst(4)
            try validation.write(.scalar("epoch_\(metric)", value), step: epoch)
            if let iterations = model?.optimizer?.iterations.scalar {
                try validation.write(.scalar("evaluation_\(metric)_vs_iterations", value), step: Int(iterations))
            }
        }
        if histogramFreq > 0, epoch % histogramFreq == 0 { try writeWeights(epoch) }
        for writer in writers.values { try writer.flush() }
    }

    public override func onTrainEnd() throws {
        for writer in writers.values { try writer.flush() }
        writers = [:]
    }

    private func writeWeights(_ epoch: Int) throws {
        let writer = try writer("train")
        for layer in model?.layers ?? [] {
            for weight in layer.weights {
                try writer.write(
                    .histogram("\(weight.path)/histogram", try weight.value.scalars(Double.self)), step: epoch)
                if writeImages, let images = try weightImages(weight.value) {
                    try writer.write(try .images("\(weight.path)/image", images), step: epoch)
                }
            }
        }
    }

    /// The writer of a run; its file begins with the first thing that is written.
    private func writer(_ run: String) throws -> EventWriter {
        if let writer = writers[run] { return writer }
        let writer = try EventWriter(folder: FileSystem.join(logDir, run))
        writers[run] = writer
        return writer
    }

    public override var state: ConfigValue { .int(batchCount) }

    public override func restore(_ state: ConfigValue) throws {
        if case .int(let count) = state { batchCount = count }
    }
}
