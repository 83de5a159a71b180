import Foundation
import MyelinCore
import MyelinData

/// How much training tells of itself.
public enum Verbosity: Sendable {
    /// `.progress` on a terminal, `.epochs` elsewhere.
    case automatic
    case silent
    /// A bar that moves.
    case progress
    /// One line for each epoch.
    case epochs
}

extension Model {
    /// Trains the model on arrays.
    ///
    /// - Parameters:
    ///   - x: inputs; the first axis runs over the samples. UInt8 stays UInt8 until a batch is used.
    ///   - y: targets.
    ///   - batchSize: samples for each step.
    ///   - epochs: passes over the data.
    ///   - verbose: what is printed.
    ///   - callbacks: what is told of the epochs and batches, and may intervene.
    ///   - validationSplit: share of the samples, from the end, that is kept for validation.
    ///   - validationData: samples for validation instead.
    ///   - shuffle: whether each epoch orders the samples anew.
    ///   - classWeight: factors of the loss by label; 1 for labels not named.
    ///   - sampleWeight: a factor of the loss for each sample.
    ///   - initialEpoch: the number of the first epoch, of a run that goes on.
    /// - Returns: the loss and metrics of each epoch.
    /// - Throws: before the first batch, what does not fit.
    @discardableResult
    public func fit(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, epochs: Int = 1, verbose: Verbosity = .automatic,
        callbacks: [Callback] = [], validationSplit: Double = 0, validationData: (x: Tensor, y: Tensor)? = nil,
        shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0
    ) throws -> History {
        try fit(
            [x], [y], batchSize: batchSize, epochs: epochs, verbose: verbose, callbacks: callbacks,
            validationSplit: validationSplit, validationData: validationData.map { ([$0.x], [$0.y]) }, shuffle: shuffle,
            classWeight: classWeight, sampleWeight: sampleWeight, initialEpoch: initialEpoch)
    }

    /// Trains a model with several inputs or outputs.
    @discardableResult
    public func fit(
        _ x: [Tensor], _ y: [Tensor], batchSize: Int = 32, epochs: Int = 1, verbose: Verbosity = .automatic,
        callbacks: [Callback] = [], validationSplit: Double = 0, validationData: (x: [Tensor], y: [Tensor])? = nil,
        shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0
    ) throws -> History {
        guard epochs >= 0 else { throw MyelinError(.argument, "epochs: expected at least 0, got \(epochs)") }
        guard validationSplit >= 0, validationSplit < 1 else {
            throw MyelinError(.argument, "validationSplit: expected a number from 0 up to 1, got \(validationSplit)")
        }
        var data = try TrainingData(self, x: x, y: y, sampleWeight: sampleWeight, classWeight: classWeight)
        var validation: TrainingData?
        if let validationData {
            validation = try TrainingData(self, x: validationData.x, y: validationData.y)
        } else if validationSplit > 0 {
            // Class weights are for training alone, as in Keras.
            let whole = classWeight == nil ? data : try TrainingData(self, x: x, y: y, sampleWeight: sampleWeight)
            data = try data.split(validationSplit).training
            validation = try whole.split(validationSplit).validation
        }
        let setup = try requireTraining()
        try setup.optimizer.check()
        let seed = shuffle ? UInt64(truncatingIfNeeded: derivedSeed(self.seed, 0x5eed)) : nil
        let batches = try Batches(self, data, .train, batchSize: batchSize, shuffledBy: seed)
        let validationBatches = try validation.map {
            try Batches(self, $0, .evaluate, batchSize: batchSize, shuffledBy: nil)
        }
        let loop = FitLoop(
            model: self, setup: setup, batches: batches, validation: validationBatches, epochs: epochs,
            initialEpoch: initialEpoch, callbacks: callbacks, verbosity: verbose)
        try loop.run()
        return history
    }
}

/// The loop over epochs and batches.
private struct FitLoop {
    let model: Model
    let setup: TrainingSetup
    let batches: Batches
    let validation: Batches?
    let epochs: Int
    let initialEpoch: Int
    let callbacks: [Callback]
    let verbosity: Verbosity

    func run() throws {
        model.history = History()
        model.stopTraining = false
        for callback in callbacks { callback.model = model }
        let progress = ProgressPrinter(verbosity, epochs: epochs, steps: batches.count)
        let watchers = callbacks.filter(\.watchesBatches)
        for callback in callbacks { try callback.onTrainBegin() }
        var warned = false
        for epoch in initialEpoch..<max(epochs, initialEpoch) where !model.stopTraining {
            for callback in callbacks { try callback.onEpochBegin(epoch) }
            setup.resetMetrics()
            progress.begin(epoch: epoch)
            try runBatches(epoch, watchers, progress)
            setup.epochCount += 1
            var logs = try setup.logs()
            if let validation {
                for (name, value) in try setup.evaluate(validation).entries { logs["val_" + name] = value }
            }
            if logs["loss"]?.isNaN ?? false, !warned, !callbacks.contains(where: { $0 is TerminateOnNaN }) {
                warned = true
                warn("the loss is not a number; look for NaN in the data, or lower the learning rate")
            }
            for callback in callbacks { try callback.onEpochEnd(epoch, logs: &logs) }
            progress.end(logs)
            model.history.append(logs, epoch: epoch)
        }
        try setup.optimizer.finalizeVariables(model.trainableWeights)
        for callback in callbacks { try callback.onTrainEnd() }
    }

    private func runBatches(_ epoch: Int, _ watchers: [Callback], _ progress: ProgressPrinter) throws {
        batches.begin(epoch: setup.epochCount)
        var index = 0
        while !model.stopTraining, batches.runNext() != nil {
            if !watchers.isEmpty {
                let logs = BatchLogs(setup: setup)
                for watcher in watchers { try watcher.onTrainBatchEnd(index, logs: logs) }
            }
            index += 1
            progress.update(step: index) { try? setup.logs() }
        }
    }
}

extension TrainingSetup {
    func resetMetrics() {
        lossTracker.reset()
        for metric in metrics.joined() { metric.reset() }
    }

    /// The loss and metrics since the last reset.
    func logs() throws -> Logs {
        var logs = Logs()
        logs["loss"] = lossTracker.value
        for (output, list) in metrics.enumerated() {
            for metric in list {
                let key = metrics.count > 1 ? "output_\(output)_\(metric.name)" : metric.name
                logs[key] = Double(try metric.result().scalar(Float.self))
            }
        }
        return logs
    }

    /// The loss and metrics over all batches.
    func evaluate(_ batches: Batches) throws -> Logs {
        resetMetrics()
        batches.begin(epoch: 0)
        while batches.runNext() != nil {}
        return try logs()
    }
}

func warn(_ text: String) {
    FileHandle.standardError.write(Data("warning: \(text)\n".utf8))
}
