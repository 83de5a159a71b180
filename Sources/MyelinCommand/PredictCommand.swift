import ArgumentParser
import Myelin

/// Predicts with a saved model.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict with a saved model: arrays in, arrays out.")

    @Argument(help: "A model file.") var model: String
    @Option(help: "A .npz file with an array for each input, by the inputs' names; 'x' for a single one.") var input: String
    @Option(help: "The .npz file to write: 'y', or 'y0', 'y1', … for several outputs.") var output: String

    func run() throws {
        let model = try loadModel(self.model)
        let arrays = try NumPy.read(npz: input)
        let x = try model.inputNames.map { name in
            if let array = arrays[name] ?? (model.inputNames.count == 1 ? arrays["x"] : nil) { return array }
            throw MyelinError(
                .data, "\(input): no array '\(name)'; there are \(arrays.keys.sorted().joined(separator: ", "))")
        }
        let predictions = try model.predict(x)
        let names = predictions.count == 1 ? ["y"] : predictions.indices.map { "y\($0)" }
        try NumPy.write(Dictionary(uniqueKeysWithValues: zip(names, predictions)), npz: output)
    }
}
