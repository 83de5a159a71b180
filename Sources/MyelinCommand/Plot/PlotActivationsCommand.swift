import ArgumentParser
import Myelin

/// Draws activation functions and their derivatives.
struct PlotActivationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activations", abstract: "Draw activation functions and their derivatives.")

    @Argument(help: "Keras' names, such as relu and tanh; all that have a curve by default.") var names: [String] = []
    @Option(help: "The smallest x.") var from: Double = -5
    @Option(help: "The largest x.") var to: Double = 5
    @OptionGroup var picture: PictureOptions

    func validate() throws {
        if !(from < to && from.isFinite && to.isFinite) {
            throw ValidationError("--from and --to: expected a range, got \(from) to \(to)")
        }
    }

    func run() throws {
        let figure = try Figure.activations(named: names, over: from...to)
        try picture.write(default: "activations.svg") { try figure.write(to: $0) }
    }
}
