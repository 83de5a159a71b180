import ArgumentParser
import Myelin

/// Predicts with a saved model.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict with a saved model: arrays in, arrays out.")

    @Argument(help: "A .keras file, or a legacy whole-model .h5.") var model: String
    @Option(help: "A .npz file with an array for each input, by the inputs' names; 'x' for a single one.") var input:
        String
    @Option(help: "The .npz file to write: 'y', or 'y0', 'y1', … for several outputs.") var output: String
    @Option(help: "Take the weights from this .weights.h5 file instead.") var weights: String?
    @Option(help: "Samples in a step.") var batchSize: Int = 32

    func run() throws {
        let model = try loadModel(self.model)
        if let weights { try model.loadWeights(weights) }
        let predictions = try model.predict(try ArraysFile(input).inputs(of: model), batchSize: batchSize)
        let names = predictions.count == 1 ? ["y"] : predictions.indices.map { "y\($0)" }
        try NumPy.write(Dictionary(uniqueKeysWithValues: zip(names, predictions)), npz: output)
    }
}
