/// A callback made of functions. Keras: `LambdaCallback`.
public final class LambdaCallback: Callback {
    private let trainBegin, trainEnd: () throws -> Void
    private let epochBegin: (Int) throws -> Void
    private let epochEnd: (Int, Logs) throws -> Void
    private let batchBegin: ((Int) throws -> Void)?
    private let batchEnd: ((Int, BatchLogs) throws -> Void)?

    /// Each function is called as the method of `Callback` with its name; the default does nothing.
    public init(
        onEpochBegin: @escaping (_ epoch: Int) throws -> Void = { _ in },
        onEpochEnd: @escaping (_ epoch: Int, _ logs: Logs) throws -> Void = { _, _ in },
        onTrainBegin: @escaping () throws -> Void = {}, onTrainEnd: @escaping () throws -> Void = {},
        onTrainBatchBegin: ((_ batch: Int) throws -> Void)? = nil,
        onTrainBatchEnd: ((_ batch: Int, _ logs: BatchLogs) throws -> Void)? = nil
    ) {
        trainBegin = onTrainBegin
        trainEnd = onTrainEnd
        epochBegin = onEpochBegin
        epochEnd = onEpochEnd
        batchBegin = onTrainBatchBegin
        batchEnd = onTrainBatchEnd
    }

    public override var watchesBatches: Bool { batchBegin != nil || batchEnd != nil }
    public override func onTrainBegin() throws { try trainBegin() }
    public override func onTrainEnd() throws { try trainEnd() }
    public override func onEpochBegin(_ epoch: Int) throws { try epochBegin(epoch) }
    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws { try epochEnd(epoch, logs) }
    public override func onTrainBatchBegin(_ batch: Int) throws { try batchBegin?(batch) }
    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws { try batchEnd?(batch, logs) }
}
