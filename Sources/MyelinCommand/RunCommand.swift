import ArgumentParser
import Foundation
import Myelin

/// Runs a recipe: trains its network on its data, and tests it.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Train a recipe's network and test it.")

    @Argument(help: "The recipe's name; 'myelin recipes' lists them.") var recipe: String
    @Option(parsing: .unconditional, help: "Passes over the data.") var epochs: Int?
    @Option(parsing: .unconditional, help: "Samples in a step.") var batchSize: Int?
    @Option(parsing: .unconditional, help: "The optimizer's step size.") var learningRate: Double?
    @Option(parsing: .unconditional, help: "What all random numbers depend on.") var seed: Int = 1
    @Option(
        name: [.customLong("data-dir"), .customLong("data")],
        help:
            "A folder with the data sets, or for cifar-resnet20 images by class; by default MYELIN_DATA_DIR, else a download."
    )
    var dataDir: String?
    @Flag(help: "Leave the skips of a residual network out, to see what they are for.") var plain = false
    @Option(help: "Save the trained model to this .keras file.") var output: String?
    @Option(help: "Write a report to this JSON file.") var report: String?
    @OptionGroup var checkpoints: CheckpointOptions
    @OptionGroup var logging: LoggingOptions
    @Flag(help: "Print nothing but the result.") var quiet = false

    func run() throws {
        var recipe = try Recipes.named(self.recipe)
        if plain { recipe = try recipe.plain() }
        try checkArguments()
        let defaults = recipe.defaults
        let source = DataSource(directory: dataDir, seed: seed)
        let data = try recipe.data(source)
        let model = try recipe.model(
            for: data, seed: seed, learningRate: learningRate ?? defaults.learningRate)
        if !quiet {
            print("\(recipe.name): \(recipe.summary)\ndata: \(data.origin)")
            try model.summary(batchSize: batchSize ?? defaults.batchSize)
        }
        let stopwatch = EpochStopwatch()
        let interrupt = InterruptCallback(), backup = try checkpoints.backup()
        try model.fit(
            data.train.x, data.train.y, batchSize: batchSize ?? defaults.batchSize, epochs: epochs ?? defaults.epochs,
            verbose: logging.verbosity(quiet: quiet),
            callbacks: recipe.callbacks() + (try logging.callbacks())
                + [TerminateOnNaN(raiseError: true), stopwatch, interrupt]
                + (backup.map { [$0] } ?? []),
            validationSplit: data.validation == nil ? data.validationSplit : 0, validationData: data.validation)
        if let output { try model.save(output) }
        var test: Logs?
        if let held = data.test, !interrupt.wasInterrupted {
            let logs = try model.evaluate(held.x, held.y, batchSize: 256)
            test = logs
            print("test: " + logs.entries.map { "\($0.name) \(format($0.value, 4))" }.joined(separator: " - "))
        }
        if let report {
            try JSONFile.write(
                RunReport(
                    recipe: recipe.name, seed: seed, model: model, test: test, secondsPerEpoch: stopwatch.seconds),
                to: report)
        }
        if !interrupt.wasInterrupted { backup?.remove() }
        if interrupt.wasInterrupted {
            FileHandle.standardError.write(
                Data("interrupted\(output.map { "; what was learned so far is in \($0)" } ?? "")\n".utf8))
            throw ExitCode(130)
        }
    }

    /// What would otherwise come out after minutes of training comes out now.
    private func checkArguments() throws {
        if let epochs, epochs < 1 { throw MyelinError(.argument, "--epochs: expected at least 1, got \(epochs)") }
        if let batchSize, batchSize < 1 {
            throw MyelinError(.argument, "--batch-size: expected at least 1, got \(batchSize)")
        }
        if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
            throw MyelinError(.argument, "--learning-rate: expected a number above 0, got \(learningRate)")
        }
        if let output { try OutputFile.requireModelFile(output) }
        if let report { try OutputFile.requireWritable(report) }
    }
}

/// The JSON that `--report` writes.
private struct RunReport: Encodable {
    struct Test: Encodable {
        let loss: Double
        let accuracy: Double?
    }
    let recipe: String
    let seed: Int
    let parameters: Int
    let history: [String: [Double]]
    let test: Test?
    let seconds_per_epoch: [Double]
    let peak_memory_bytes: Int

    init(recipe: String, seed: Int, model: Model, test: Logs?, secondsPerEpoch: [Double]) {
        self.recipe = recipe
        self.seed = seed
        parameters = model.parameterCount
        history = model.history.values
        self.test = test.map { Test(loss: $0["loss"] ?? .nan, accuracy: $0["accuracy"]) }
        seconds_per_epoch = secondsPerEpoch
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        peak_memory_bytes = usage.ru_maxrss * 1024
    }
}
