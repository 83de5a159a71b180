import ArgumentParser
import Myelin

/// Evaluates a saved model.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "The loss and metrics of a saved model on data.")

    @Argument(help: "A model file that was compiled.") var model: String
    @Option(
        help: """
            A .npz file: inputs by name (or 'x'), targets 'y' or 'y0', 'y1', …, and 'sample_weight'. For a model of \
            'myelin fit data.csv' a CSV file; of one for images a folder with a folder for each class.
            """) var data: String
    @Option(parsing: .unconditional, help: "Samples in a step.") var batchSize: Int = 32
    @Option(help: "Write the result to this JSON file.") var json: String?

    func run() throws {
        if let json { try OutputFile.requireWritable(json, keeping: [self.model, data]) }
        let model = try loadModel(self.model)
        if !data.lowercased().hasSuffix(".npz"), let table = try TableModel(model) {
            let result = try table.evaluate(csv: data)
            return try json.map { try JSONFile.write(EvaluationReport(result, on: data), to: $0) } ?? print(result)
        }
        if ImagePrediction.isFor(data) {
            let result = try ImagePrediction(model, batchSize: batchSize).evaluation(of: data)
            return try json.map { try JSONFile.write(EvaluationReport(result, on: data), to: $0) } ?? print(result)
        }
        try model.requireCompiled(self.model)
        let arrays = try ArraysFile(data)
        arrays.warnOfOthers(than: model)
        let logs = try model.evaluate(
            try arrays.inputs(of: model), try arrays.targets(of: model), batchSize: batchSize,
            sampleWeight: arrays.sampleWeight())
        if let json {
            try JSONFile.write(logs.json, to: json)
        } else {
            print(logs.entries.map { "\($0.name) \(format($0.value, 4))" }.joined(separator: " - "))
        }
    }
}
