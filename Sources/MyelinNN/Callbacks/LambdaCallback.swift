/// A callback made of a function. Keras: `LambdaCallback`.
public final class LambdaCallback: Callback {
    private let epochEnd: (Int, Logs) throws -> Void
    private let batchEnd: ((Int, BatchLogs) throws -> Void)?

    public init(
        onEpochEnd: @escaping (_ epoch: Int, _ logs: Logs) throws -> Void = { _, _ in },
        onTrainBatchEnd: ((_ batch: Int, _ logs: BatchLogs) throws -> Void)? = nil
    ) {
        epochEnd = onEpochEnd
        batchEnd = onTrainBatchEnd
    }

    public override var watchesBatches: Bool { batchEnd != nil }
    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws { try epochEnd(epoch, logs) }
    public override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) throws { try batchEnd?(batch, logs) }
}
