import MyelinCore
import MyelinData
import MyelinNN

/// Saves the model after each epoch, or after each that is better than all before. Keras: `ModelCheckpoint`.
public final class ModelCheckpoint: Callback {
    /// When to save.
    public enum Frequency: Sendable {
        case epoch
        /// After every so many batches, counted through all epochs.
        case batches(Int)
    }

    private let path: String
    private let monitor: Monitor
    private let savesBestOnly: Bool
    private let savesWeightsOnly: Bool
    private let frequency: Frequency
    private let verbose: Bool
    /// Kept from one run to the next, as in Keras.
    private var best: Double?
    private var epoch = 0
    private var batches = 0

    /// - Parameters:
    ///   - path: the file, in a folder that is made if it is not there. Keras' fields in it are filled in: `{epoch}` and
    ///     `{batch}` become the numbers of epoch and batch, from 1, `{val_loss}` a value of the logs, `{epoch:02d}` and
    ///     `{val_loss:.2f}` the same with so many digits.
    ///   - monitor: the value that tells which epoch is better.
    ///   - verbose: whether a line tells of each saving.
    ///   - saveBestOnly: whether only improvements are saved.
    ///   - saveWeightsOnly: whether a `.weights.h5` file is written instead of a model.
    ///   - saveFrequency: after each epoch, or after every so many batches.
    ///   - initialValueThreshold: what the first value must be better than.
    public init(
        _ path: String, monitor: String = "val_loss", verbose: Bool = false, mode: Monitor.Mode = .automatic,
        saveBestOnly: Bool = false, saveWeightsOnly: Bool = false, saveFrequency: Frequency = .epoch,
        initialValueThreshold: Double? = nil
    ) {
        self.path = path
        self.monitor = Monitor(monitor, mode: mode)
        savesBestOnly = saveBestOnly
        savesWeightsOnly = saveWeightsOnly
        frequency = saveFrequency
        self.verbose = verbose
        best = initialValueThreshold
    }

    public override var watchesBatches: Bool { if case .batches = frequency { true } else { false } }

    public override func onTrainBegin() throws {
        if case .batches(let count) = frequency, count < 1 {
            throw MyelinError(.argument, "ModelCheckpoint: expected a frequency of at least 1 batch, got \(count)")
        }
        let ending = savesWeightsOnly ? ".weights.h5" : ".keras"
        guard path.hasSuffix(ending) else {
            throw MyelinError(.argument, "ModelCheckpoint: expected a path that ends in \(ending), got \(path)")
        }
    }

    public override func onEpochBegin(_ epoch: Int) { self.epoch = epoch }

    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws {
        guard case .batches(let count) = frequency else { return }
        batches += 1
        if batches % count == 0 { try save(try logs.all(), batch: batch) }
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        self.epoch = epoch
        if case .epoch = frequency { try save(logs) }
    }

    private func save(_ logs: Logs, batch: Int? = nil) throws {
        if savesBestOnly {
            let value = try monitor.value(in: logs)
            guard try monitor.isBetter(value, than: best, in: model) else { return }
            best = value
        }
        let path = try CheckpointName(path).filled(epoch: epoch + 1, batch: batch.map { $0 + 1 }, logs)
        try FileSystem.createFolder(FileSystem.parent(of: path))
        if savesWeightsOnly { try model?.saveWeights(path) } else { try model?.save(path) }
        if verbose { print("Epoch \(epoch + 1): saved the model to \(path)") }
    }

    public override var state: ConfigValue { ["best": ConfigValue(best), "batches": .int(batches)] }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        let config = Config(fields, owner: "ModelCheckpoint")
        best = try config.optionalDouble("best")
        batches = try config.int("batches", default: 0)
    }
}
