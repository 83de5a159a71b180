import Foundation
import Myelin

extension Settings {
    /// The sizes of networks and data: enforced here, whoever asks.
    package enum Limits {
        package static let layers = 0...6
        package static let neurons = 1...8
        package static let batchSize = 1...500
        package static let weight = -1e6...1e6
    }

    /// Every setting. The page draws its controls by this table, and links are written and read by it.
    package static let table: [Setting] = [
        .choice("problem", "Problem", \.problem, .data, help: "Two colours to tell apart, or a number to foretell."),
        .choice("data", "Data set", \.data, DataSet.choices(.classification), .data, problem: .classification),
        .choice(
            "regressionData", "Data set", \.regressionData, DataSet.choices(.regression), .data, problem: .regression),
        .whole("noise", "Noise (%)", \.noise, 0...50, step: 5, .data, help: "How far the points are moved at random."),
        .whole(
            "trainShare", "Training data (%)", \.trainShare, 10...90, step: 10, .data,
            help: "The share of the points that is trained on. The others test."),
        .whole(
            "batchSize", "Batch size", \.batchSize, Limits.batchSize, .nothing,
            help: "Points for each step of the optimizer."),
        .whole("dataSeed", "Seed of the data", \.dataSeed, 0...Int(Int32.max), .data),
        .text("csvX", "Horizontal axis", \.csvX, .data),
        .text("csvY", "Vertical axis", \.csvY, .data),
        .text("csvLabel", "Label", \.csvLabel, .data),
        .text("csvClass", "Blue is", \.csvClass, .data),
        .subset(
            "features", "Features", \.features, Feature.all.map { .init(value: $0.name, label: $0.label) }, .network),
        .sizes("network", "Hidden layers", \.network, count: Limits.layers, each: Limits.neurons, .network),
        .choice(
            "activation", "Activation", \.activation, Choices.activations, .network,
            help: "The function of every hidden neuron."),
        .choice(
            "initializer", "Initializer", \.initializer, Choices.initializers, .network, help: "How the weights begin."),
        .flag(
            "batchNormalization", "Batch norm", \.batchNormalization, .network,
            help: "Batch normalization before each hidden activation."),
        .whole(
            "dropout", "Dropout (%)", \.dropout, 0...90,
            menu: [0, 5, 10, 20, 30, 50].map { ($0, "\($0) %") }, .training,
            help: "The share of each hidden layer's neurons that a step of training leaves out."),
        .whole("seed", "Seed", \.seed, 0...Int(Int32.max), .network),
        .choice(
            "loss", "Loss", \.loss, Choices.losses(.classification), .network, problem: .classification,
            help: "What training makes small. The last activation follows it: sigmoid, tanh or none."),
        .choice(
            "regressionLoss", "Loss", \.regressionLoss, Choices.losses(.regression), .network, problem: .regression,
            help: "What training makes small."),
        .choice(
            "optimizer", "Optimizer", \.optimizer, Choices.optimizers, .training,
            help: "How the weights follow their gradients."),
        .real(
            "learningRate", "Learning rate", \.learningRate, 1e-6...10,
            menu: [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], .training,
            help: "The size of the optimizer's steps."),
        .choice(
            "regularization", "Regularization", \.regularization, Choices.regularizations, .training,
            help: "A penalty on large weights that is added to the loss."),
        .real(
            "regularizationRate", "Reg. rate", \.regularizationRate, 0...10,
            menu: [0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], .training,
            help: "The factor of that penalty."),
        .whole(
            "speed", "Speed", \.speed, 0...100_000,
            menu: [
                (1, "1 epoch/s"), (10, "10 epochs/s"), (60, "60 epochs/s"), (600, "600 epochs/s"),
                (0, "As fast as it goes"),
            ],
            .nothing, help: "Passes over the training data in a second."),
        .whole(
            "stopEpoch", "Stop after", \.stopEpoch, 0...10_000_000,
            menu: [(0, "Never"), (100, "100 epochs"), (1000, "1,000 epochs"), (10_000, "10,000 epochs")], .nothing,
            help: "Pause when so many epochs are done."),
        .real(
            "stopLoss", "Stop below", \.stopLoss, 0...10, menu: [0, 0.001, 0.01, 0.02, 0.05, 0.1], zero: "Never",
            .nothing,
            help: "Pause when the test loss is below this; 0 for never."),
        .flag(
            "showTest", "Show test data", \.showTest, .nothing,
            help: "The points that are not trained on, with a dark rim."),
        .flag(
            "discretize", "Discretize output", \.discretize, .nothing,
            help: "Show which of the two colours each place is taken for."),
        .choice("lines", "Lines show", \.lines, .nothing, help: "What the lines between the neurons show."),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

    package static func setting(named name: String) throws -> Setting {
        guard let setting = byName[name] else {
            let shown = name.count > 40 ? "\(name.prefix(40))…" : name
            throw MyelinError(.unknownName, "there is no setting '\(shown)'")
        }
        return setting
    }

    /// Changes settings by their names.
    ///
    /// - Throws: at the first that cannot be; then nothing has changed.
    package mutating func set(_ values: [String: String]) throws {
        var changed = self
        for (name, text) in values.sorted(by: { $0.key < $1.key }) {
            try Settings.setting(named: name).write(&changed, text)
        }
        self = changed
    }

    /// What has to be done anew to come from other settings to these.
    package func effect(comingFrom other: Settings) -> Effect? {
        Settings.table.filter { $0.read(self) != $0.read(other) }.map(\.effect).max()
    }
}
