import MyelinCore

/// Something that is told how training goes, and may intervene: stop it, change the learning rate, save the model.
open class Callback {
    /// The model in training; set before `onTrainBegin`.
    public internal(set) weak var model: Model?

    public init() {}

    /// Whether `onTrainBatchBegin` and `onTrainBatchEnd` are wanted. Tiny networks take microseconds for a batch, so it is asked for.
    open var watchesBatches: Bool { false }

    open func onTrainBegin() throws {}
    open func onTrainEnd() throws {}
    /// - Parameter epoch: its number, from 0.
    open func onEpochBegin(_ epoch: Int) throws {}
    /// - Parameter logs: loss, metrics and their validation values; what is added appears in the history.
    open func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {}
    /// - Parameter batch: its number in the epoch, from 0.
    open func onTrainBatchBegin(_ batch: Int) throws {}
    /// - Parameter batch: its number in the epoch, from 0.
    open func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws {}

    /// What the callback remembers of a run, to be saved with a checkpoint.
    open var state: ConfigValue { .null }
    /// Takes back what `state` gave, when a run goes on from a checkpoint; after `onTrainBegin`.
    open func restore(_ state: ConfigValue) throws {}
    /// Arrays that the callback remembers; set before `restore`.
    open var stateTensors: [Tensor] {
        get { [] }
        set {}
    }
}

/// The loss and metrics since the beginning of the epoch.
public struct BatchLogs {
    let setup: TrainingSetup
    let outputs: [String]

    /// The mean loss.
    public var loss: Double { setup.lossTracker.value }
    /// Loss and metrics.
    public func all() throws -> Logs { try setup.logs(outputs: outputs) }
}

/// What a callback watches: a value in the logs, and in which direction it is better.
public struct Monitor: Sendable {
    /// Which way is better.
    public enum Mode: Sendable {
        case minimum, maximum
        /// By the name: larger is better for accuracies, AUC, precision and recall.
        case automatic
    }

    /// The name in the logs, such as "val_loss".
    public let name: String
    private let wantsLarger: Bool

    public init(_ name: String, mode: Mode = .automatic) {
        self.name = name
        let rising = ["acc", "auc", "precision", "recall"].contains { name.lowercased().contains($0) }
        wantsLarger = mode == .maximum || mode == .automatic && rising
    }

    /// Whether `value` is better than `best` by more than `delta`; any number is better than nothing.
    package func isBetter(_ value: Double, than best: Double?, by delta: Double = 0) -> Bool {
        if value.isNaN { return false }
        guard let best else { return true }
        return wantsLarger ? value - delta > best : value + delta < best
    }

    /// The watched value; an error that names what there is, if it is not among the logs.
    package func value(in logs: Logs) throws -> Double {
        if let value = logs[name] { return value }
        throw MyelinError(
            .unknownName, "monitor '\(name)' is not logged; there are \(logs.names.joined(separator: ", "))")
    }
}
