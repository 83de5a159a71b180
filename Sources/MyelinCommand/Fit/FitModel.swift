import Foundation
import Myelin

/// Trains a saved model further, as it was compiled.
struct FitModel {
    let file: String
    let shared: FitOptions
    let arrays: ArrayFitOptions

    func run() throws {
        let classWeights = try arrays.classWeight.map(classWeights)
        guard let path = arrays.data else {
            throw MyelinError(
                .argument,
                "\(file): a saved model needs --data with a .npz file; to train on a table give a .csv file and --target"
            )
        }
        let model = try loadModel(file, seed: shared.seed)
        try model.requireCompiled(file)
        let data = try ArraysFile(path)
        data.warnOfOthers(than: model)
        let interrupt = InterruptCallback(), backup = try arrays.checkpoints.backup()
        try model.fit(
            try data.inputs(of: model), try data.targets(of: model), batchSize: shared.batchSize,
            epochs: shared.epochs ?? 1, verbose: shared.logging.verbosity(quiet: shared.quiet),
            callbacks: try shared.logging.callbacks() + [interrupt] + (backup.map { [$0] } ?? []),
            validationSplit: shared.validationSplit ?? 0,
            shuffle: arrays.shuffle, classWeight: classWeights, sampleWeight: data.sampleWeight())
        if let output = shared.output { try model.save(output) }
        try shared.write(model.history)
        if !interrupt.wasInterrupted { backup?.remove() }
        try shared.exitIfInterrupted(interrupt)
    }

    private func classWeights(_ text: String) throws -> [Int: Double] {
        guard let weights = try? JSONDecoder().decode([String: Double].self, from: Data(text.utf8)) else {
            throw MyelinError(.argument, "--class-weight: expected a JSON object from classes to numbers, got \(text)")
        }
        return try weights.reduce(into: [:]) { result, entry in
            guard let number = Int(entry.key) else {
                throw MyelinError(.argument, "--class-weight: expected class numbers, got '\(entry.key)'")
            }
            guard result.updateValue(entry.value, forKey: number) == nil else {
                throw MyelinError(.argument, "--class-weight: class \(number) is there twice")
            }
        }
    }
}
