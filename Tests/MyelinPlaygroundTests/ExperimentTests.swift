import Foundation
import MyelinPlayground
import TestSupport
import Testing

@TrainingActor
@Suite struct ExperimentTests {
    private func experiment(_ changes: [String: String] = [:]) throws -> Experiment {
        var settings = Settings()
        try settings.set(changes)
        return try Experiment(settings)
    }

    @Test func itLearnsTheCircle() throws {
        let experiment = try experiment(["optimizer": "Adam", "learningRate": "0.03"])
        let before = try experiment.look()
        for _ in 0..<60 { try experiment.step() }
        let after = try experiment.look()
        #expect(experiment.epoch == 60)
        #expect(before.testLoss > 0.4 && after.testLoss < 0.2)
        #expect(try #require(after.testAccuracy) > 0.9)
        #expect(experiment.curve.points.map(\.epoch) == Array(0...60))
        try experiment.reset()
        #expect(experiment.epoch == 0)
        #expect(try experiment.look().testLoss == before.testLoss)
    }

    @Test func theSameSettingsGiveTheSameRun() throws {
        let settings = ["data": "xor", "dropout": "20", "seed": "4", "network": "5,3", "noise": "10"]
        let losses = try (0..<2).map { _ in
            let experiment = try experiment(settings)
            for _ in 0..<3 { try experiment.step() }
            return try experiment.look().testLoss
        }
        #expect(losses[0] == losses[1])
    }

    /// Everything that the page offers makes a network that trains.
    @Test func everyChoiceWorks() throws {
        for setting in Settings.table where setting.kind == .choice {
            for choice in setting.choices where choice.value != DataSet.csv {
                var changes = [setting.name: choice.value]
                if let problem = setting.problem { changes["problem"] = problem.rawValue }
                if setting.name == "regularization" { changes["regularizationRate"] = "0.01" }
                let experiment = try experiment(changes)
                try experiment.step()
                #expect(experiment.epoch == 1, "\(changes)")
                if setting.name == "optimizer" { #expect(try experiment.look().trainLoss.isFinite, "\(changes)") }
            }
        }
    }

    /// The scale of the colours has the ends of what the last layer gives.
    @Test(arguments: [("BinaryCrossentropy", "0"), ("MeanSquaredError", "−1"), ("Hinge", "−1")])
    func theScaleIsTheOutputs(_ loss: String, _ negative: String) throws {
        let names = try experiment(["loss": loss]).scene().names
        #expect(names.negative == negative && names.positive == "1")
    }

    /// The gradients that the page shows, against the loss' change for a small change of each weight.
    @Test func gradientsAreThoseOfTheLoss() throws {
        let experiment = try experiment(["network": "3,2", "loss": "MeanSquaredError", "features": "x1,x2,sinX1"])
        for _ in 0..<2 { try experiment.step() }
        let sight = try experiment.look()
        let frame = try experiment.frame()
        let h = 0.01
        for (layer, units) in [3, 2, 1].enumerated() {
            for place in frame.kernels[layer].indices {
                let value = Double(frame.kernels[layer][place])
                func loss(_ value: Double) throws -> Double {
                    try experiment.setWeight(layer: layer, input: place / units, unit: place % units, to: value)
                    return Double(try experiment.look().trainLoss)
                }
                let slope = (try loss(value + h) - loss(value - h)) / (2 * h)
                _ = try loss(value)
                #expect(abs(slope - Double(sight.kernelGradients[layer][place])) < 2e-3, "layer \(layer), \(place)")
            }
        }
    }

    @Test func deadUnitsAreFound() throws {
        let experiment = try experiment(["activation": "relu", "network": "3"])
        // A bias far below what the weights bring: silent for every point.
        try experiment.setWeight(layer: 0, input: nil, unit: 1, to: -1000)
        try experiment.setWeight(layer: 0, input: 0, unit: 0, to: 1)
        try experiment.setWeight(layer: 0, input: 1, unit: 2, to: 1)
        let sight = try experiment.look()
        #expect(sight.isDead == [[false, true, false]])
        #expect(sight.kernelGradients[0][1] == 0 && sight.kernelGradients[0][4] == 0)
    }

    @Test func picturesShowWhatTheNetworkSays() throws {
        // The output alone: tanh(w · x1), blue on the right.
        let experiment = try experiment(["network": "", "features": "x1", "loss": "MeanSquaredError"])
        try experiment.setWeight(layer: 0, input: 0, unit: 0, to: 0.5)
        let bytes = try experiment.look().output.bytes
        #expect(bytes.count == Probe.side * Probe.side)
        for column in [0, 20, 60, 95] {
            let x = -6 + (Double(column) + 0.5) / 8
            #expect(abs(Int(bytes[5 * Probe.side + column]) - Int(((tanh(x / 2) + 1) * 127).rounded())) <= 1)
        }
        #expect([Float.nan, -3, -1, 0, 1, .infinity].map(Picture.byte) == [255, 0, 0, 127, 254, 254])
    }

    @Test func aChangeKeepsWhatItDoesNotConcern() throws {
        let experiment = try experiment()
        for _ in 0..<3 { try experiment.step() }
        let kernels = try experiment.frame().kernels
        for change in [
            ["learningRate": "0.1"], ["optimizer": "Adam"], ["dropout": "10"], ["batchSize": "20"],
            ["regularization": "L2", "regularizationRate": "0.01"], ["showTest": "true"], ["learningRate": "0.3"],
        ] {
            try experiment.set(change)
            #expect(try experiment.frame().kernels == kernels, "\(change)")
            #expect(experiment.epoch == 3)
        }
        try experiment.step()
        #expect(try experiment.frame().kernels != kernels)
        try experiment.set(["activation": "relu"])
        #expect(experiment.epoch == 0)
        #expect(errorText { try experiment.set(["network": "9"]) } != nil)
        #expect(experiment.settings.network == [4, 2])
    }

    @Test func aRunThatExplodesStopsAndSaysSo() throws {
        let experiment = try experiment([
            "problem": "regression", "network": "8,8,8", "activation": "linear", "learningRate": "10",
        ])
        experiment.play()
        for _ in 0..<200 where experiment.isPlaying {
            try experiment.advance(for: .milliseconds(5))
            usleep(5000)
        }
        #expect(!experiment.isPlaying)
        #expect(experiment.message?.hasPrefix("The loss is") == true)
        let frame = try experiment.frame()
        #expect(frame.trainLoss.isNaN && frame.output.bytes.contains(255))
        #expect(String(decoding: try JSON.encode(frame), as: UTF8.self).contains("\"trainLoss\":\"NaN\""))
    }

    @Test func itStopsWhereItIsTold() throws {
        let byEpochs = try experiment(["speed": "0", "stopEpoch": "7"])
        byEpochs.play()
        try byEpochs.advance(for: .seconds(5))
        #expect(byEpochs.epoch == 7 && !byEpochs.isPlaying)
        #expect(byEpochs.message == "Paused after 7 epochs, as set.")
        let byLoss = try experiment(["speed": "0", "stopLoss": "10"])
        byLoss.play()
        try byLoss.advance(for: .milliseconds(1))
        _ = try byLoss.frame()
        #expect(!byLoss.isPlaying)
        #expect(byLoss.message == "Paused: the test loss is below 10.")
    }

    @Test(arguments: [
        (3, 0, 0, 1.0, "layer: expected 0 to 2, got 3"), (-1, 0, 0, 1, "layer: expected 0 to 2, got -1"),
        (0, 2, 0, 1, "layer 0: there is no weight from 2 to 0; it has 2 inputs and 4 neurons"),
        (0, 0, 4, 1, "layer 0: there is no weight from 0 to 4; it has 2 inputs and 4 neurons"),
        (0, 0, 0, 1e9, "weight: expected a number from -1000000 to 1000000, got 1000000000.0"),
        (0, 0, 0, .nan, "weight: expected a number from -1000000 to 1000000, got nan"),
    ])
    func weightsThatCannotBeAreRefused(layer: Int, input: Int, unit: Int, value: Double, message: String) throws {
        let experiment = try experiment()
        #expect(
            errorText { try experiment.setWeight(layer: layer, input: input, unit: unit, to: value) } == message)
    }

    @Test func aTableOfOnesOwnIsTrainedOn() throws {
        let experiment = try experiment(["optimizer": "Adam", "learningRate": "0.1"])
        let rows = (0..<40).map { "\($0),\($0 * 7 % 40),\($0 < 20 ? "low" : "high")" }
        try experiment.use(CSVTable("a,b,level\n" + rows.joined(separator: "\n")))
        #expect(experiment.settings.data == "csv" && experiment.settings.csvLabel == "level")
        for _ in 0..<60 { try experiment.step() }
        #expect(try #require(experiment.look().trainAccuracy) > 0.95)
        try experiment.set(["csvClass": "high"])
        #expect(experiment.data.names.positive == "high")
        let error = errorText { try experiment.set(["problem": "regression"]) }
        #expect(error == "CSV: column 'level' has the text 'low' where a number is needed")
        #expect(experiment.settings.problem == .classification)
    }
}
