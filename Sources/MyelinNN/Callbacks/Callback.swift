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
    /// Before the model is evaluated, at the end of an epoch or by `evaluate`.
    open func onTestBegin() throws {}
    /// - Parameter logs: loss and metrics of the evaluation.
    open func onTestEnd(logs: Logs) throws {}
    /// After the last epoch, before the optimizer puts moving averages in the weights' place.
    func onTrainFinalizing() throws {}

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
