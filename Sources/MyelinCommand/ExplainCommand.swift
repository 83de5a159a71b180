import ArgumentParser
import Foundation
import Myelin

/// Prints the plan of a training step.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Print the plan of a training step or a prediction: kernels, shapes, layouts, bytes, FLOPs.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @Option(help: "Samples in a batch; by default the recipe's, or 32.") var batchSize: Int?
    @Flag(help: "A prediction instead of a training step.") var prediction = false
    @Flag(name: .customLong("run"), help: "Run the step, and print the time of each line.") var runs = false

    func validate() throws {
        if let batchSize, batchSize < 1 { throw ValidationError("--batch-size: expected at least 1, got \(batchSize)") }
    }

    func run() throws {
        let (model, defaultBatch) = try ModelArgument.model(model, compiled: !prediction)
        let batch = batchSize ?? defaultBatch
        let executable = try CPUBackend.compile(
            try prediction ? model.predictionProgram(batchSize: batch) : model.trainingProgram(batchSize: batch))
        let times = runs ? timed(executable) : nil
        print("A \(prediction ? "prediction" : "training step") of \(model.name), batch \(batch):")
        print("\n  #     FLOPs       bytes" + (runs ? "        us   GFLOP/s" : "") + "  kernel")
        for (index, line) in executable.lines.enumerated() {
            var text =
                column("\(index)", 3) + column("\(line.floatingPointOperations)", 11) + column("\(line.bytes)", 12)
            if let times {
                text += column(format(times[index] / 1e3, 2), 10)
                text += column(format(Double(line.floatingPointOperations) / times[index], 1), 10)
            }
            print(text + "  \(line.kernel) \(line.detail)")
        }
        let flops = executable.lines.reduce(0) { $0 + $1.floatingPointOperations }
        let bytes = executable.lines.reduce(0) { $0 + $1.bytes }
        var total =
            "\n\(executable.lines.count) calls, \(flops) FLOPs, \(bytes) bytes touched, arena "
            + ModelSummary.size(executable.arenaByteCount)
        if let times { total += ", \(format(times.reduce(0, +) / 1e3, 1)) us" }
        print(total)
    }

    /// Nanoseconds of each call: the smallest of many runs.
    private func timed(_ executable: Executable) -> [Double] {
        for storage in executable.inputs[0] {
            storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: storage.byteCount)
        }
        var best = [Double](repeating: .infinity, count: executable.lines.count)
        for _ in 0..<50 {
            var nanoseconds = [Int64](repeating: 0, count: executable.lines.count)
            executable.run(nanoseconds: &nanoseconds)
            for (index, time) in nanoseconds.enumerated() { best[index] = min(best[index], Double(time)) }
        }
        return best
    }

    private func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
