import MyelinCore
import MyelinData

/// The loop over epochs and batches.
struct FitLoop {
    let model: Model
    let setup: TrainingSetup
    let batches: Batches
    let validation: Batches?
    let epochs: Int
    let initialEpoch: Int
    let callbacks: [Callback]
    let verbosity: Verbosity
    let run: TrainingPoint.Run

    private var backups: [any TrainingBackup] { callbacks.compactMap { $0 as? any TrainingBackup } }

    func start() throws {
        model.history = History()
        model.stopTraining = false
        for callback in callbacks { callback.model = model }
        for callback in callbacks { try callback.onTrainBegin() }
        let progress = ProgressPrinter(verbosity, epochs: epochs, steps: batches.count)
        var resumed = try resume()
        let first = resumed?.epoch ?? initialEpoch
        var warned = false, wasCutShort = false
        for epoch in first..<max(epochs, first) {
            if model.stopTraining { break }
            // Of an epoch that goes on the beginning has been.
            if resumed?.batch ?? 0 == 0 {
                for callback in callbacks { try callback.onEpochBegin(epoch) }
                setup.resetMetrics()
            }
            progress.begin(epoch: epoch)
            wasCutShort = try runBatches(epoch, from: resumed?.batch ?? 0, progress) < batches.count
            resumed = nil
            setup.epochCount += 1
            var logs = try setup.logs(outputs: model.outputNames)
            if let validation { logs.append(try model.evaluate(setup, validation, callbacks), prefix: "val_") }
            if logs["loss"]?.isNaN ?? false, !warned, !callbacks.contains(where: { $0 is TerminateOnNaN }) {
                warned = true
                warn("the loss is not a number; look for NaN in the data, or lower the learning rate")
            }
            for callback in callbacks { try callback.onEpochEnd(epoch, logs: &logs) }
            progress.end(logs)
            model.history.append(logs, epoch: epoch)
            if epoch + 1 < epochs, !model.stopTraining { try backUp(epoch: epoch + 1, batch: 0) }
        }
        for callback in callbacks { try callback.onTrainFinalizing() }
        try setup.optimizer.finalizeVariables(model.trainableWeights)
        for callback in callbacks { try callback.onTrainEnd() }
        // Who stops a run in the middle of an epoch may want to go on with it.
        if !wasCutShort { for backup in backups { try backup.finish() } }
    }

    /// Runs the batches of an epoch from some batch on; returns the number of those that are done.
    private func runBatches(_ epoch: Int, from first: Int, _ progress: ProgressPrinter) throws -> Int {
        let watchers = callbacks.filter(\.watchesBatches), savesBetween = !backups.isEmpty
        batches.begin(epoch: setup.epochCount, skipping: first)
        var index = first
        while !model.stopTraining, index < batches.count {
            for watcher in watchers { try watcher.onTrainBatchBegin(index) }
            _ = try batches.runNext()
            if !watchers.isEmpty {
                let logs = BatchLogs(setup: setup, outputs: model.outputNames)
                for watcher in watchers { try watcher.onTrainBatchEnd(index, logs: logs) }
            }
            index += 1
            progress.update(step: index) { try? setup.logs(outputs: model.outputNames) }
            if savesBetween, index < batches.count { try backUp(epoch: epoch, batch: index) }
        }
        return index
    }

    // MARK: Going on

    private func backUp(epoch: Int, batch: Int) throws {
        let due = backups.filter { $0.isDue(isEpochEnd: batch == 0) }
        guard !due.isEmpty else { return }
        let point = TrainingPoint(
            run: run, epoch: epoch, batch: batch, epochCount: setup.epochCount,
            sums: try setup.sums.map { try $0.value.scalars(Double.self) }, history: model.history,
            callbacks: callbacks.map(\.state), tensors: callbacks.map(\.stateTensors))
        for backup in due { try backup.save(point) }
    }

    /// Puts everything back as it was when the run was saved.
    private func resume() throws -> TrainingPoint? {
        guard
            let (backup, point) = try backups.lazy.compactMap({ backup in try backup.saved().map { (backup, $0) } })
                .first
        else { return nil }
        func refused(_ text: String) -> MyelinError { MyelinError(.training, "\(backup.place): \(text), or remove it") }
        guard point.run == run else {
            throw refused(
                "the saved run has \(point.run), this one \(run); go on with the same data and settings")
        }
        let sums = setup.sums
        guard point.sums.count == sums.count, zip(point.sums, sums).allSatisfy({ $0.count == $1.shape.count }),
            point.callbacks.count == callbacks.count, point.tensors.count == callbacks.count
        else { throw refused("the saved run had other metrics or callbacks; go on with the same ones") }
        try backup.restore()
        for (values, variable) in zip(point.sums, sums) {
            try variable.assign(Tensor(values, shape: variable.shape).cast(to: variable.dtype))
        }
        for (index, callback) in callbacks.enumerated() {
            callback.stateTensors = point.tensors[index]
            try callback.restore(point.callbacks[index])
        }
        setup.epochCount = point.epochCount
        model.history = point.history
        return point
    }
}

extension TrainingPoint.Run: CustomStringConvertible {
    var description: String {
        "\(samples) samples in batches of \(batchSize), seed \(seed)\(shuffles ? "" : ", not shuffled")"
    }
}
