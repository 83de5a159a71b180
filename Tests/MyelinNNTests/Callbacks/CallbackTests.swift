import Foundation
import Myelin
import MyelinNN
import TestSupport
import Testing

/// Puts given numbers into the logs, so that a callback behind it sees a run that a test has written.
private final class Script: Callback {
    private let name: String
    private let values: [Double]
    private(set) var rates: [Double] = []

    init(_ values: [Double], as name: String = "val_loss") {
        self.name = name
        self.values = values
    }

    override func onEpochBegin(_ epoch: Int) { rates.append(model?.optimizer?.learningRate.scalar ?? .nan) }
    override func onEpochEnd(_ epoch: Int, logs: inout Logs) { logs[name] = values[epoch] }
}

@discardableResult
private func run(_ model: Model, epochs: Int, _ callbacks: [Callback]) throws -> History {
    let (x, y) = points(12)
    return try model.fit(x, y, batchSize: 4, epochs: epochs, verbose: .silent, callbacks: callbacks)
}

struct CallbackOrderTests {
    private final class Diary: Callback {
        var entries: [String] = []
        override var watchesBatches: Bool { true }
        override func onTrainBegin() { entries.append("train") }
        override func onEpochBegin(_ epoch: Int) { entries.append("epoch \(epoch)") }
        override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) { entries.append("batch \(batch)") }
        override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
            entries.append("end \(epoch) \(logs.names.joined(separator: " "))")
            logs["mine"] = Double(epoch)
        }
        override func onTrainEnd() { entries.append("done") }
    }

    @Test func everythingIsToldInOrder() throws {
        let diary = Diary()
        let history = try run(classifier(), epochs: 2, [diary])
        #expect(
            diary.entries == [
                "train", "epoch 0", "batch 0", "batch 1", "batch 2", "end 0 loss accuracy", "epoch 1", "batch 0",
                "batch 1",
                "batch 2", "end 1 loss accuracy", "done",
            ])
        #expect(history["mine"] == [0, 1])
    }

    @Test func stoppingInTheMiddleOfAnEpoch() throws {
        let model = try classifier()
        var batches = 0
        let stop = LambdaCallback(onTrainBatchEnd: { batch, _ in
            batches += 1
            if batch == 1 { model.stopTraining = true }
        })
        let history = try run(model, epochs: 5, [stop])
        #expect(batches == 2 && history.epochs == [0])
        // The next run starts afresh.
        #expect(try run(model, epochs: 1, []).epochs == [0])
    }

    @Test func anErrorEndsTraining() throws {
        let model = try classifier()
        let failing = LambdaCallback(onEpochEnd: { epoch, _ in if epoch == 1 { throw MyelinError(.training, "enough") }
        })
        #expect(errorText { try run(model, epochs: 5, [failing]) } == "enough")
        #expect(model.history.epochs == [0])
    }

    @Test func logsOfABatchAreThoseSinceTheEpochBegan() throws {
        let model = try classifier()
        var last = Logs()
        let watch = LambdaCallback(onTrainBatchEnd: { _, logs in last = try logs.all() })
        let history = try run(model, epochs: 1, [watch])
        #expect(last["loss"] == history["loss"][0] && last["accuracy"] == history["accuracy"][0])
    }
}

struct EarlyStoppingTests {
    @Test func waitsAsLongAsItsPatience() throws {
        let stop = EarlyStopping(patience: 2)
        #expect(try run(classifier(), epochs: 8, [Script([5, 4, 4.5, 3, 3, 3, 1, 0]), stop]).epochs.count == 6)
        #expect(stop.stoppedEpoch == 5 && stop.bestEpoch == 3)
    }

    @Test func goesToTheEndWhileThingsGetBetter() throws {
        let stop = EarlyStopping(patience: 1)
        #expect(try run(classifier(), epochs: 4, [Script([5, 4, 3, 2]), stop]).epochs.count == 4)
        #expect(stop.stoppedEpoch == nil && stop.bestEpoch == 3)
    }

    @Test func smallChangesDoNotCount() throws {
        let stop = EarlyStopping(minimumDelta: 0.5, patience: 2)
        #expect(try run(classifier(), epochs: 8, [Script([5, 4.8, 4.6, 4.4, 4.2, 4, 3, 2]), stop]).epochs.count == 3)
    }

    @Test func largerIsBetterForAccuracies() throws {
        let stop = EarlyStopping(monitor: "val_accuracy", patience: 1)
        #expect(
            try run(classifier(), epochs: 5, [Script([0.1, 0.5, 0.7, 0.6, 0.9], as: "val_accuracy"), stop]).epochs.count
                == 4)
        let other = EarlyStopping(monitor: "val_accuracy", patience: 1, mode: .minimum)
        #expect(
            try run(classifier(), epochs: 5, [Script([0.1, 0.5, 0.7, 0.6, 0.9], as: "val_accuracy"), other]).epochs
                .count
                == 2)
    }

    /// keras.callbacks.EarlyStopping(patience=2, baseline=2.5) and the others over the same values.
    @Test func progressMustBeatTheBaseline() throws {
        let values: [Double] = [5, 4, 3, 2, 1, 1, 1, 1]
        for (patience, baseline, epochs) in [(2, 2.5, 7), (4, 2.5, 8), (2, 0.5, 6)] {
            let stop = EarlyStopping(patience: patience, baseline: baseline)
            #expect(try run(classifier(), epochs: 8, [Script(values), stop]).epochs.count == epochs)
            #expect(stop.bestEpoch == 4 && stop.stoppedEpoch == (epochs < 8 ? epochs - 1 : nil))
        }
    }

    @Test func whatIsBetterIsAskedOfTheMetric() throws {
        let x = Tensor([[1], [2], [3]]), y = Tensor([[2], [3], [5]])
        let model = try Sequential(seed: 1) {
            Input(shape: [1])
            Dense(1)
        }
        model.compile(
            optimizer: SGD(learningRate: 0), loss: .mse, metrics: [R2Score(), RootMeanSquaredError(), MeanBias()])
        func epochs(_ name: String, _ values: [Double]) throws -> Int {
            try model.fit(
                x, y, epochs: 4, verbose: .silent, callbacks: [Script(values, as: name), EarlyStopping(monitor: name)]
            ).epochs.count
        }
        #expect(try epochs("val_r2_score", [0.1, 0.2, 0.3, 0.4]) == 4)
        #expect(try epochs("val_root_mean_squared_error", [0.1, 0.2, 0.3, 0.4]) == 2)
        #expect(try epochs("loss", [0.1, 0.2, 0.3, 0.4]) == 2)
        #expect(
            errorText { try epochs("val_mean_bias", [1, 2, 3, 4]) }
                == "monitor 'val_mean_bias': expected a mode, minimum or maximum; of this value it is not known which is better"
        )
    }

    private final class MeanBias: Mean {
        init() { super.init(name: "mean_bias") }
        override func values(target: Tensor, prediction: Tensor) -> Tensor { prediction - target }
    }

    @Test func restoresTheBestWeights() throws {
        let model = try classifier()
        var best: [[UInt32]] = []
        let keep = LambdaCallback(onEpochEnd: { epoch, _ in if epoch == 1 { best = try model.weightBits() } })
        try run(
            model, epochs: 6, [Script([5, 1, 2, 3, 4, 5]), keep, EarlyStopping(patience: 3, restoreBestWeights: true)])
        #expect(try model.weightBits() == best)
        // Also when training came to its end by itself.
        try run(model, epochs: 3, [Script([5, 1, 2]), keep, EarlyStopping(patience: 30, restoreBestWeights: true)])
        #expect(try model.weightBits() == best)
    }

    @Test func notANumberIsNeverBest() throws {
        let stop = EarlyStopping(patience: 2)
        #expect(try run(classifier(), epochs: 8, [Script([.nan, 4, 3, .nan, 2, 2, 2, 2]), stop]).epochs.count == 7)
        #expect(stop.bestEpoch == 4)
    }

    @Test func startsWhereItIsToldTo() throws {
        let stop = EarlyStopping(patience: 1, startFromEpoch: 3)
        #expect(try run(classifier(), epochs: 6, [Script([1, 2, 3, 4, 5, 6]), stop]).epochs.count == 5)
    }

    @Test func aNameThatIsNotLogged() throws {
        #expect(
            errorText { try run(classifier(), epochs: 2, [EarlyStopping(monitor: "val_acc")]) }
                == "monitor 'val_acc' is not logged; there are loss, accuracy")
    }
}

struct LearningRateTests {
    @Test func plateauLowersTheRate() throws {
        let script = Script([5, 4, 4, 4, 4, 4, 3, 3])
        let model = try classifier(optimizer: SGD(learningRate: 0.5))
        let history = try run(model, epochs: 8, [script, ReduceLROnPlateau(factor: 0.5, patience: 2)])
        #expect(script.rates == [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
        #expect(history["learning_rate"].count == 8)
    }

    @Test func plateauKeepsToItsLimits() throws {
        let script = Script([Double](repeating: 1, count: 9))
        let model = try classifier(optimizer: SGD(learningRate: 0.5))
        try run(
            model, epochs: 9,
            [script, ReduceLROnPlateau(factor: 0.5, patience: 1, cooldown: 2, minimumLearningRate: 0.2)])
        #expect(script.rates.map { ($0 * 1000).rounded() / 1000 } == [0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2, 0.2])
        #expect(
            errorText { try run(model, epochs: 1, [ReduceLROnPlateau(factor: 1)]) }
                == "ReduceLROnPlateau: expected a factor below 1, got 1.0")
    }

    @Test func schedulerSetsTheRate() throws {
        let script = Script([0, 0, 0, 0])
        let model = try classifier(optimizer: SGD(learningRate: 1))
        let history = try run(
            model, epochs: 4, [LearningRateScheduler { epoch, rate in epoch < 2 ? rate : rate * 0.5 }, script])
        #expect(script.rates == [1, 1, 0.5, 0.25])
        #expect(history["learning_rate"] == [1, 1, 0.5, 0.25])
        #expect(
            errorText { try run(model, epochs: 1, [LearningRateScheduler { _, _ in .nan }]) }
                == "LearningRateScheduler: expected a rate of at least 0 for epoch 0, got nan")
    }

    @Test func eachOfSeveralOptimizersHasItsRate() throws {
        let script = Script([1, 1, 1])
        let model = try classifier(
            optimizer: MultiOptimizer([".*kernel": SGD(learningRate: 0.5)], default: RMSprop(learningRate: 0.25)))
        let history = try run(model, epochs: 3, [script, ReduceLROnPlateau(factor: 0.5, patience: 1)])
        #expect(history["learning_rate_sgd"] == [0.5, 0.5, 0.25])
        #expect(history["learning_rate_rm_sprop"] == [0.25, 0.25, 0.125])
        let next = try run(model, epochs: 1, [LearningRateScheduler { _, rate in rate * 2 }])
        #expect(next["learning_rate_sgd"] == [0.25] && next["learning_rate_rm_sprop"] == [0.125])
    }

    @Test func theRateCounts() throws {
        let model = try classifier(optimizer: SGD(learningRate: 1))
        let before = try model.weightBits()
        try run(model, epochs: 2, [LearningRateScheduler { _, _ in 0 }])
        #expect(try model.weightBits() == before)
    }
}

struct CSVLoggerTests {
    @Test func oneLineForEachEpoch() throws {
        try withFolder { folder in
            let path = folder + "/log.csv"
            let history = try run(classifier(), epochs: 2, [CSVLogger(path)])
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            // Keras' columns for the same logs.
            #expect(lines.count == 3 && lines[0] == "epoch,accuracy,loss,val_accuracy,val_loss")
            #expect(lines[2] == "1,\(history["accuracy"][1]),\(history["loss"][1]),NA,NA")
            // Written anew, or appended to without a second header.
            try run(classifier(), epochs: 1, [CSVLogger(path, append: true)])
            #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 4)
            try run(classifier(), epochs: 1, [CSVLogger(path, separator: ";")])
            #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("epoch;accuracy;loss;val_accuracy;"))
        }
    }

    @Test func aFileThatCannotBeWritten() throws {
        #expect(
            errorText { try run(classifier(), epochs: 1, [CSVLogger("/nowhere/log.csv")]) }
                == "/nowhere/log.csv: cannot be written: No such file or directory")
        if FileManager.default.fileExists(atPath: "/dev/full") {
            #expect(
                errorText { try run(classifier(), epochs: 1, [CSVLogger("/dev/full")]) }?.hasPrefix(
                    "/dev/full: cannot be written") == true)
        }
    }
}

struct JSONLoggerTests {
    @Test func oneObjectForEachEpoch() throws {
        try withFolder { folder in
            let path = folder + "/log.jsonl"
            let history = try run(classifier(), epochs: 2, [Script([.nan, 0.5]), JSONLogger(path)])
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(lines.count == 2)
            let (loss, accuracy) = (history["loss"], history["accuracy"])
            #expect(lines[0] == #"{"epoch":0,"loss":\#(loss[0]),"accuracy":\#(accuracy[0]),"val_loss":NaN}"#)
            #expect(lines[1].hasSuffix(#","val_loss":0.5}"#))
            try run(classifier(), epochs: 1, [JSONLogger(path, append: true)])
            #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 3)
            #expect(
                errorText { try run(classifier(), epochs: 1, [JSONLogger("/nowhere/log.jsonl")]) }
                    == "/nowhere/log.jsonl: cannot be written: No such file or directory")
        }
    }

    @Test func aRunThatGoesOnHasEachLineOnce() throws {
        try withFolder { folder in
            let path = folder + "/log.jsonl"
            let first = JSONLogger(path), model = try classifier()
            try run(model, epochs: 2, [first])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let second = JSONLogger(path)
            try second.onTrainBegin()
            try second.restore(first.state)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
            #expect(second.state == .string(text))
        }
    }
}
