import ArgumentParser
import Foundation
import Myelin

/// Draws pictures: of a training run, of a model, of functions.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw curves, models, weights and functions into SVG and PNG files.",
        discussion: "'myelin plot history.json' draws the curves of a training run.",
        subcommands: [
            PlotHistoryCommand.self, PlotModelCommand.self, PlotWeightsCommand.self, PlotKernelsCommand.self,
            PlotFeaturesCommand.self, PlotConfusionCommand.self, PlotBoundaryCommand.self,
            PlotActivationsCommand.self, PlotLossesCommand.self,
        ], defaultSubcommand: PlotHistoryCommand.self)
}

/// Where a picture goes.
struct PictureOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The picture, an .svg or .png file.") var output: String?

    /// Has the picture drawn and says where it is.
    ///
    /// - Parameter fallback: the file's name where none is given.
    func write(default fallback: String, _ draw: (_ path: String) throws -> Void) throws {
        let path = output ?? fallback
        try OutputFile.requireWritable(path)
        try draw(path)
        print("wrote \(path)")
    }

    /// "runs/history.json" as "history.svg": a picture lies where one works.
    static func name(for input: String, _ what: String = "") -> String {
        let base = ((input as NSString).lastPathComponent as NSString).deletingPathExtension
        return (base.isEmpty ? "picture" : base) + (what.isEmpty ? "" : "-\(what)") + ".svg"
    }
}
