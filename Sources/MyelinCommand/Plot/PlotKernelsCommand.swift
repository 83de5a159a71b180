import ArgumentParser
import Myelin

/// Draws what convolutions have learned.
struct PlotKernelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels", abstract: "Draw the kernels of a convolution.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @OptionGroup var picture: PictureOptions
    @Option(help: "The name of the layer; the first convolution by default.") var layer: String?
    @Option(help: "Of many channels and filters so many are drawn.") var most: Int = 32

    func run() throws {
        let (model, _) = try ModelArgument.model(self.model)
        let figure = try Figure.kernels(of: model, layer: layer, most: most)
        try picture.write(default: PictureOptions.name(for: self.model, "kernels")) { try figure.write(to: $0) }
    }
}
