import ArgumentParser
import Foundation
import Myelin

/// Trains a saved model further.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Train a saved model on arrays, as it was compiled.")

    @Argument(help: "A model file that was compiled.") var model: String
    @Option(help: "A .npz file: inputs by name (or 'x'), targets 'y' or 'y0', 'y1', …, and 'sample_weight'.") var data:
        String
    @Option(help: "Passes over the data.") var epochs: Int = 1
    @Option(help: "Samples in a step.") var batchSize: Int = 32
    @Flag(inversion: .prefixedNo, help: "Whether each epoch orders the samples anew.") var shuffle = true
    @Option(help: "The share of the samples, from the end, that is kept for validation.") var validationSplit: Double =
        0
    @Option(help: "Factors of the loss by class, as a JSON object: '{\"0\": 0.5, \"1\": 2.5}'.") var classWeight:
        String?
    @Option(help: "What all random numbers depend on; by default what the file says.") var seed: Int?
    @Option(help: "Save the trained model to this .keras file.") var output: String?
    @Option(help: "Write loss and metrics of each epoch to this JSON file.") var history: String?
    @OptionGroup var checkpoints: CheckpointOptions
    @OptionGroup var logging: LoggingOptions
    @Flag(help: "Print nothing.") var quiet = false

    func run() throws {
        if epochs < 0 { throw MyelinError(.argument, "--epochs: expected at least 0, got \(epochs)") }
        for path in [output, history].compactMap({ $0 }) { try OutputFile.requireWritable(path) }
        let classWeights = try classWeight.map(classWeights)
        let model = try loadModel(self.model, seed: seed)
        let arrays = try ArraysFile(data)
        let interrupt = InterruptCallback(), backup = try checkpoints.backup()
        try model.fit(
            try arrays.inputs(of: model), try arrays.targets(of: model), batchSize: batchSize, epochs: epochs,
            verbose: logging.verbosity(quiet: quiet),
            callbacks: try logging.callbacks() + [interrupt] + (backup.map { [$0] } ?? []),
            validationSplit: validationSplit,
            shuffle: shuffle, classWeight: classWeights, sampleWeight: arrays.sampleWeight)
        if let output { try model.save(output) }
        if let history { try JSONFile.write(model.history.json, to: history) }
        if !interrupt.wasInterrupted { backup?.remove() }
        if interrupt.wasInterrupted {
            FileHandle.standardError.write(
                Data("interrupted\(output.map { "; what was learned so far is in \($0)" } ?? "")\n".utf8))
            throw ExitCode(130)
        }
    }

    private func classWeights(_ text: String) throws -> [Int: Double] {
        guard let weights = try? JSONDecoder().decode([String: Double].self, from: Data(text.utf8)) else {
            throw MyelinError(.argument, "--class-weight: expected a JSON object from classes to numbers, got \(text)")
        }
        return try weights.reduce(into: [:]) { result, entry in
            guard let number = Int(entry.key) else {
                throw MyelinError(.argument, "--class-weight: expected class numbers, got '\(entry.key)'")
            }
            result[number] = entry.value
        }
    }
}
