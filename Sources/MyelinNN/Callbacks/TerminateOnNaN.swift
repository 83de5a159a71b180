import MyelinCore

/// Ends training with an error when the loss is no longer a finite number. Keras: `TerminateOnNaN`.
public final class TerminateOnNaN: Callback {
    public override init() {}
    public override var watchesBatches: Bool { true }

    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws {
        guard !logs.loss.isFinite else { return }
        // The sign of a NaN says nothing.
        let loss = logs.loss.isNaN ? Double.nan : logs.loss
        throw MyelinError(
            .training,
            "TerminateOnNaN: the loss is \(loss) at batch \(batch); look for NaN in the data, or lower the learning rate"
        )
    }
}
