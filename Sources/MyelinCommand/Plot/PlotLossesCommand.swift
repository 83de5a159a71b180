import ArgumentParser
import Myelin

/// Draws loss functions and their derivatives.
struct PlotLossesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "losses", abstract: "Draw loss functions and their derivatives.")

    @Argument(help: "Keras' names, such as mean_squared_error; all that have a curve by default.")
    var names: [String] = []
    @OptionGroup var picture: PictureOptions

    func run() throws {
        let figure = try Figure.losses(named: names)
        try picture.write(default: "losses.svg") { try figure.write(to: $0) }
    }
}
