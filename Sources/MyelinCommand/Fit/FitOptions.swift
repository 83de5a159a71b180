import ArgumentParser
import Foundation
import Myelin

/// Options of every training.
struct FitOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Passes over the data. Default: 1; for a CSV file at most 300, for images at most 30.") var epochs: Int?
    @Option(parsing: .unconditional, help: "Samples in a step.") var batchSize: Int = 32
    @Option(
        parsing: .unconditional,
        help: """
            The share of the samples that is kept for validation: of a saved model's from the end, by default 0; else drawn \
            at random from those that are not for testing, by default 0.15.
            """) var validationSplit: Double?
    @Option(
        parsing: .unconditional, help: "What all random numbers depend on. Default: what the model file says, else 0.")
    var seed: Int?
    @Option(help: "Save the trained model to this .keras file.") var output: String?
    @Option(help: "Write loss and metrics of each epoch to this JSON file.") var history: String?
    @OptionGroup var logging: LoggingOptions
    @Flag(help: "Print nothing.") var quiet = false

    func write(_ history: History) throws {
        if let path = self.history { try JSONFile.write(history.json, to: path) }
    }

    /// Prints a line, unless nothing is to be printed.
    func tell(_ line: String) { if !quiet { show(line) } }

    /// Ends the process as a shell expects it of an interrupted one.
    func exitIfInterrupted(_ interrupt: InterruptCallback) throws {
        guard interrupt.wasInterrupted else { return }
        FileHandle.standardError.write(
            Data("interrupted\(output.map { "; what was learned so far is in \($0)" } ?? "")\n".utf8))
        throw ExitCode(130)
    }
}

/// Options of training a saved model further.
struct ArrayFitOptions: ParsableArguments {
    @Option(help: "A .npz file: inputs by name (or 'x'), targets 'y' or 'y0', 'y1', …, and 'sample_weight'.") var data:
        String?
    @Flag(inversion: .prefixedNo, help: "Whether each epoch orders the samples anew.") var shuffle = true
    @Option(help: "Factors of the loss by class, as a JSON object: '{\"0\": 0.5, \"1\": 2.5}'.") var classWeight:
        String?
    @OptionGroup var checkpoints: CheckpointOptions

    /// Throws where an option is given that means nothing.
    func requireNone(_ subject: String) throws {
        try requireNoOptions(
            [
                ("--data", data != nil), ("--no-shuffle", !shuffle), ("--class-weight", classWeight != nil),
                ("--checkpoint-dir", checkpoints.checkpointDir != nil),
            ], for: "a saved model", not: subject)
    }
}

/// Throws where one of some options is given, which mean nothing here.
func requireNoOptions(_ options: [(name: String, isGiven: Bool)], for owner: String, not subject: String) throws {
    if let odd = options.first(where: \.isGiven) {
        throw MyelinError(.argument, "\(odd.name): is for \(owner), not for \(subject)")
    }
}

/// Options of training a new network.
struct NetworkFitOptions: ParsableArguments {
    @Option(
        help: """
            mlp:29,29,15 for dense layers of so many units; linear for none; a .keras file with an untrained network; for \
            images also an architecture of 'myelin new'. Default: mlp:64,64; for images lenet5.
            """) var model: String?
    @Option(help: "The activation of the dense layers, by Keras' name.") var activation: String = "relu"
    @Option(help: "The optimizer, by Keras' name.") var optimizer: String = "adam"
    @Option(parsing: .unconditional, help: "The optimizer's step size; by default its own.") var learningRate: Double?
    @Option(parsing: .unconditional, help: "End after so many epochs without progress. Default: 30; for images 10.")
    var patience: Int?
    @Option(parsing: .unconditional, help: "The share of the samples that is kept to test with.") var testSplit:
        Double = 0.2
    @Option(help: "Write what was done and how well it went to this JSON file.") var report: String?

    /// Throws where an option is given that means nothing.
    func requireNone(_ subject: String) throws {
        let defaults = TableSettings()
        try requireNoOptions(
            [
                ("--model", model != nil), ("--activation", activation != defaults.activation),
                ("--optimizer", optimizer != defaults.optimizer), ("--learning-rate", learningRate != nil),
                ("--patience", patience != nil), ("--test-split", testSplit != defaults.testFraction),
                ("--report", report != nil),
            ], for: "a new network", not: subject)
    }

    /// The units of dense layers, where the model is such; nil where it is something else.
    func hiddenUnits(default fallback: String) throws -> [Int]? {
        let name = model ?? fallback
        if name == "linear" { return [] }
        guard name.hasPrefix("mlp:") else { return nil }
        let list = name.dropFirst(4)
        return try list.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let units = Int(text), units >= 1 else {
                throw MyelinError(.argument, "--model: expected mlp:29,29,15 with units of layers, got '\(name)'")
            }
            return units
        }
    }

    var settings: TableSettings {
        var settings = TableSettings()
        settings.activation = activation
        settings.optimizer = optimizer
        settings.learningRate = learningRate
        settings.testFraction = testSplit
        return settings
    }
}

extension [String] {
    /// What is given in lists with commas, one after the other.
    var separated: [String] {
        flatMap { $0.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) } }
    }
}
