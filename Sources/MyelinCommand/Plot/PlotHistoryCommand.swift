import ArgumentParser
import Myelin

/// Draws the curves of a training run.
struct PlotHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Draw the training and validation curves of a run (the default).")

    @Argument(
        help: "What 'fit --history', 'run --report' or '--log' wrote: a .json, .jsonl or .csv file.") var file: String
    @OptionGroup var picture: PictureOptions
    @Option(help: "Above the picture.") var title: String?
    @Flag(help: "Print the curves as text instead.") var text = false

    func run() throws {
        var curves = try TrainingCurves(file: file)
        if let title { curves.title = title }
        if text {
            print(curves.text())
            return
        }
        try picture.write(default: PictureOptions.name(for: file)) { try Figure.curves(curves).write(to: $0) }
    }
}
