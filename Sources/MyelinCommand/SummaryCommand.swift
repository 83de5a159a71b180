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

/// The table as JSON; sizes that depend on the data are null.
private struct SummaryReport: Encodable {
    struct Row: Encodable {
        let name, class_name: String
        let output_shape: OutputShape
        let params: Int
    }
    /// One shape, or a list of them where a layer has several outputs.
    struct OutputShape: Encodable {
        let shapes: [[Int?]]
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if shapes.count == 1 { try container.encode(shapes[0]) } else { try container.encode(shapes) }
        }
    }
    let layers: [Row]
    let total_params, trainable_params, non_trainable_params, flops_per_sample: Int

    init(_ summary: ModelSummary) {
        layers = summary.rows.map {
            Row(
                name: $0.name, class_name: $0.className, output_shape: OutputShape(shapes: $0.outputShapes),
                params: $0.parameterCount)
        }
        total_params = summary.parameterCount
        trainable_params = summary.trainableParameterCount
        non_trainable_params = summary.parameterCount - summary.trainableParameterCount
        flops_per_sample = summary.flopsPerSample
    }
}
