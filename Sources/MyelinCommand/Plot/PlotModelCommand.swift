import ArgumentParser
import Myelin

/// Draws a model's graph, as Keras' `plot_model`.
struct PlotModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Draw a model's layers and how they are connected.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @OptionGroup var picture: PictureOptions
    @Flag(inversion: .prefixedNo, help: "The shapes of inputs and outputs.") var showShapes = true
    @Flag(inversion: .prefixedNo, help: "The layers' names.") var showLayerNames = true
    @Flag(help: "The element types of the outputs.") var showDtype = false
    @Flag(help: "The layers' activations.") var showLayerActivations = false
    @Flag(help: "Which layers training changes.") var showTrainable = false
    @Flag(help: "Models inside the model with their layers.") var expandNested = false
    @Option(help: "Where the graph grows: TB, LR, BT or RL.") var rankdir: String = "TB"
    @Option(help: "Pixels for each inch of a .png file.") var dpi: Int = 150

    func run() throws {
        let (model, _) = try ModelArgument.model(self.model)
        var options = ModelPlotOptions()
        options.showShapes = showShapes
        options.showLayerNames = showLayerNames
        options.showDType = showDtype
        options.showLayerActivations = showLayerActivations
        options.showTrainable = showTrainable
        options.expandNested = expandNested
        options.dpi = dpi
        guard let direction = ModelPlotOptions.RankDirection(rawValue: rankdir) else {
            throw MyelinError(.argument, "--rankdir: expected TB, LR, BT or RL, got \(rankdir)")
        }
        options.rankdir = direction
        try picture.write(default: PictureOptions.name(for: self.model, "model")) { try model.plot(to: $0, options) }
    }
}
