import ArgumentParser
import Foundation
import Myelin

/// Predicts with a saved model.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict with a saved model: arrays, rows of a CSV file, or images.",
        discussion: """
            myelin predict model.keras --input arrays.npz --output predictions.npz
            myelin predict model.keras --input new.csv --output predictions.csv    of 'myelin fit data.csv'
            myelin predict model.keras --input photo.png                           or a folder of images
            """)

    @Argument(help: "A .keras file, or a legacy whole-model .h5.") var model: String
    @Option(
        help: """
            A .npz file with an array for each input, by the inputs' names; 'x' for a single one. Or a CSV file, an image, \
            or a folder of images.
            """) var input: String
    @Option(
        help: """
            The file to write: .npz with 'y', or 'y0', 'y1', … for several outputs; of rows and images a CSV file, which is \
            printed by default.
            """) var output: String?
    @Option(help: "Take the weights from this .weights.h5 file instead.") var weights: String?
    @Option(parsing: .unconditional, help: "Samples in a step.") var batchSize: Int = 32
    @Option(help: "Columns of the CSV file to repeat in front of the predictions: id,name.") var keep: [String] = []
    @Option(help: "What stands between the fields of the CSV file; by default the header tells.") var separator: String?

    func run() throws {
        guard batchSize >= 1 else {
            throw MyelinError(.argument, "--batch-size: expected at least 1, got \(batchSize)")
        }
        if let output {
            try OutputFile.requireWritable(output, keeping: [self.model, input] + (weights.map { [$0] } ?? []))
        }
        // What it was compiled with says nothing about predictions.
        let model = try loadModel(self.model, compile: false)
        if let weights { try model.loadWeights(weights) }
        if !input.lowercased().hasSuffix(".npz") {
            if let table = try TableModel(model) {
                try requireCSVName()
                return try predictRows(table)
            }
            if ImagePrediction.isFor(input) {
                try requireCSVName()
                return try write(ImagePrediction(model, batchSize: batchSize).columns(of: input))
            }
        }
        guard let output else {
            throw MyelinError(.argument, "--output: expected the .npz file to write the predictions to")
        }
        guard output.lowercased().hasSuffix(".npz") else {
            throw MyelinError(.argument, "--output: predictions of arrays are a .npz file, got the name '\(output)'")
        }
        let predictions = try model.predict(try ArraysFile(input).inputs(of: model), batchSize: batchSize)
        let names = predictions.count == 1 ? ["y"] : predictions.indices.map { "y\($0)" }
        try NumPy.write(Dictionary(uniqueKeysWithValues: zip(names, predictions)), npz: output)
    }

    /// Throws where a CSV file would get another's name.
    private func requireCSVName() throws {
        if let output, [".npz", ".npy", ".keras", ".json"].contains(where: { output.lowercased().hasSuffix($0) }) {
            throw MyelinError(
                .argument, "--output: predictions of rows and images are a CSV file, got the name '\(output)'")
        }
    }

    private func predictRows(_ model: TableModel) throws {
        let file = try CSVFile(input, separator: try separatorArgument(separator))
        let kept = try keep.separated.map { (name: $0, texts: try file.texts($0)) }
        let predictions = try model.predict(file)
        for note in predictions.notes { FileHandle.standardError.write(Data("\(input): \(note)\n".utf8)) }
        try write(kept + predictions.columns)
    }

    private func write(_ columns: [(name: String, texts: [String])]) throws {
        if let output { return try CSVWriter.write(columns, to: output) }
        FileHandle.standardOutput.write(Data(CSVWriter.text(columns).utf8))
    }
}
