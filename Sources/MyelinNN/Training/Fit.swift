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
        try fit(
            x.map { .numbers($0) }, y, batchSize: batchSize, epochs: epochs, verbose: verbose, callbacks: callbacks,
            validationSplit: validationSplit, validationData: validationData.map { ($0.x.map { .numbers($0) }, $0.y) },
            shuffle: shuffle, classWeight: classWeight, sampleWeight: sampleWeight, initialEpoch: initialEpoch)
    }

    /// Trains a model whose only input is text. The texts are turned into numbers once, before the first batch.
    @discardableResult
    public func fit(
        _ texts: [String], _ y: Tensor, batchSize: Int = 32, epochs: Int = 1, verbose: Verbosity = .automatic,
        callbacks: [Callback] = [], validationSplit: Double = 0, validationData: (x: [String], y: Tensor)? = nil,
        shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0
    ) throws -> History {
        try fit(
            [.text(TextArray(texts))], [y], batchSize: batchSize, epochs: epochs, verbose: verbose,
            callbacks: callbacks, validationSplit: validationSplit,
            validationData: validationData.map { ([.text(TextArray($0.x))], [$0.y]) }, shuffle: shuffle,
            classWeight: classWeight, sampleWeight: sampleWeight, initialEpoch: initialEpoch)
    }

    /// Trains a model on inputs of numbers and text.
    @discardableResult
    public func fit(
        _ x: [DataArray], _ y: [Tensor], batchSize: Int = 32, epochs: Int = 1, verbose: Verbosity = .automatic,
        callbacks: [Callback] = [], validationSplit: Double = 0, validationData: (x: [DataArray], y: [Tensor])? = nil,
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
            initialEpoch: initialEpoch, callbacks: callbacks, verbosity: verbose,
            run: .init(samples: data.count, batchSize: batchSize, seed: self.seed, shuffles: shuffle))
        try loop.start()
        return history
    }
}

extension Model {
    /// The loss and metrics over all batches.
    func evaluate(_ setup: TrainingSetup, _ batches: Batches, _ callbacks: [Callback]) throws -> Logs {
        for callback in callbacks { try callback.onTestBegin() }
        setup.resetMetrics()
        batches.begin(epoch: 0)
        while try batches.runNext() != nil {}
        let logs = try setup.logs(outputs: outputNames)
        for callback in callbacks { try callback.onTestEnd(logs: logs) }
        return logs
    }
}

/// Tells the user of something that is no error, on stderr.
package func warn(_ text: String) {
    FileHandle.standardError.write(Data("warning: \(text)\n".utf8))
}
