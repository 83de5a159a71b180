import ArgumentParser
import Foundation
import Myelin

/// Prints the table of a model's layers.
struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Print a model's layers, shapes, parameters, operations and memory.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @Option(help: "Write the table to this file as JSON instead.") var json: String?

    func run() throws {
        let (model, batchSize) = try ModelArgument.model(model)
        let summary = try model.summarized(batchSize: batchSize)
        guard let json else {
            print(summary)
            return
        }
        try JSONFile.write(SummaryReport(summary), to: json)
    }
}

/// The table as JSON; sizes that depend on the batch are null.
private struct SummaryReport: Encodable {
    struct Row: Encodable {
        let name, class_name: String
        let output_shape: [Int?]
        let params: Int
    }
    let layers: [Row]
    let total_params, trainable_params, non_trainable_params, flops_per_sample: Int

    init(_ summary: ModelSummary) {
        layers = summary.rows.map {
            Row(name: $0.name, class_name: $0.className, output_shape: $0.outputShapes.first ?? [], params: $0.parameterCount)
        }
        total_params = summary.parameterCount
        trainable_params = summary.trainableParameterCount
        non_trainable_params = summary.parameterCount - summary.trainableParameterCount
        flops_per_sample = summary.flopsPerSample
    }
}
