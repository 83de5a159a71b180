import ArgumentParser
import Myelin

/// Draws histograms of a model's weights.
struct PlotWeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Draw histograms of a model's weights.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @OptionGroup var picture: PictureOptions
    @Option(help: "The names of the layers, with commas; all by default.") var layers: [String] = []
    @Option(help: "Bars in a histogram.") var bins: Int = 40

    func run() throws {
        let (model, _) = try ModelArgument.model(self.model)
        let figure = try Figure.weightHistograms(of: model, layers: layers.isEmpty ? nil : layers.separated, bins: bins)
        try picture.write(default: PictureOptions.name(for: self.model, "weights")) { try figure.write(to: $0) }
    }
}
