import ArgumentParser
import Foundation
import Myelin
import MyelinTensorBoard

/// What training tells while it goes on, besides the lines it prints: curves in the terminal, logs in files.
struct LoggingOptions: ParsableArguments {
    @Flag(help: "Draw the curves as text while training, in place of the progress.") var live = false
    @Option(help: "Write a line with loss and metrics of each epoch to this .csv or .jsonl file.") var log: String?
    @Option(name: .customLong("tensorboard"), help: "Write what TensorBoard shows to this folder.") var tensorBoard:
        String?
    @Option(help: "With --tensorboard: after every so many epochs, histograms of the weights; 0 for never.")
    var histogramFreq: Int = 1
    @Flag(help: "With --tensorboard: weights as images, too.") var writeImages = false
    @Option(help: "With --tensorboard: loss and metrics by 'epoch', 'batch', or after every so many batches.")
    var updateFreq: TensorBoard.UpdateFrequency = .epoch

    func validate() throws {
        if histogramFreq < 0 { throw ValidationError("--histogram-freq: expected at least 0, got \(histogramFreq)") }
        if let log, !log.hasSuffix(".csv"), !log.hasSuffix(".jsonl") {
            throw ValidationError("--log: expected a name that ends with .csv or .jsonl, got \(log)")
        }
    }

    /// What does the telling; in front of those that end a run.
    func callbacks() throws -> [Callback] {
        var callbacks: [Callback] = []
        if let log {
            try OutputFile.requireWritable(log)
            callbacks.append(log.hasSuffix(".csv") ? CSVLogger(log) : JSONLogger(log))
        }
        if let tensorBoard {
            callbacks.append(
                TensorBoard(
                    tensorBoard, histogramFreq: histogramFreq, writeImages: writeImages, updateFreq: updateFreq))
        }
        if live { callbacks.append(LivePlot()) }
        return callbacks
    }

    /// How much `fit` itself prints: what is drawn in its place is not to be disturbed.
    func verbosity(quiet: Bool) -> Verbosity { quiet || live ? .silent : .automatic }
}

extension TensorBoard.UpdateFrequency: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        case "epoch": self = .epoch
        case "batch": self = .batch
        default:
            guard let count = Int(argument), count > 0 else { return nil }
            self = .batches(count)
        }
    }
}
