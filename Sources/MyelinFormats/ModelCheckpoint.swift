import MyelinCore
import MyelinNN

/// Saves the model after each epoch, or after each that is better than all before. Keras: `ModelCheckpoint`.
public final class ModelCheckpoint: Callback {
    private let path: String
    private let monitor: Monitor
    private let savesBestOnly: Bool
    private var best: Double?

    /// - Parameters:
    ///   - path: the file; `{epoch}` in it becomes the number of the epoch, from 1.
    ///   - monitor: the value that tells which epoch is better.
    ///   - saveBestOnly: whether only improvements are saved.
    public init(
        _ path: String, monitor: String = "val_loss", mode: Monitor.Mode = .automatic, saveBestOnly: Bool = false
    ) {
        self.path = path
        self.monitor = Monitor(monitor, mode: mode)
        savesBestOnly = saveBestOnly
    }

    public override func onTrainBegin() { best = nil }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        if savesBestOnly {
            let value = try monitor.value(in: logs)
            guard monitor.isBetter(value, than: best) else { return }
            best = value
        }
        try model?.save(path.split(separator: "{epoch}", omittingEmptySubsequences: false).joined(separator: "\(epoch + 1)"))
    }

    public override var state: ConfigValue { ["best": ConfigValue(best)] }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        best = try Config(fields, owner: "ModelCheckpoint").optionalDouble("best")
    }
}
