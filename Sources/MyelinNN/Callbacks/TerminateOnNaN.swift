import MyelinCore

/// Ends training when the loss is no longer a finite number. Keras: `TerminateOnNaN`.
public final class TerminateOnNaN: Callback {
    private let raisesError: Bool

    /// - Parameter raiseError: whether training ends with an error; if not, it ends after the batch as if it were to end there,
    ///   with a warning.
    public init(raiseError: Bool = false) { raisesError = raiseError }

    public override var watchesBatches: Bool { true }

    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws {
        guard !logs.loss.isFinite else { return }
        // The sign of a NaN says nothing.
        let loss = logs.loss.isNaN ? Double.nan : logs.loss
        let text =
            "TerminateOnNaN: the loss is \(loss) at batch \(batch); look for NaN in the data, or lower the learning rate"
        if raisesError { throw MyelinError(.training, text) }
        warn(text)
        model?.stopTraining = true
    }
}
