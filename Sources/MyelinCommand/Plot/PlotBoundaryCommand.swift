import ArgumentParser
import Myelin

/// Draws what a model of two inputs predicts in the plane.
struct PlotBoundaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boundary", abstract: "Draw what a model of two inputs predicts all over the plane.")

    @Argument(help: "A model file.") var model: String
    @Option(help: "A .npz file with points (by the input's name or 'x') and their classes 'y'.") var data: String?
    @Option(help: "The names of the classes, with commas.") var labels: [String] = []
    @Option(help: "Places along each axis.") var resolution: Int = 200
    @OptionGroup var picture: PictureOptions

    func run() throws {
        let model = try loadModel(self.model)
        let arrays = try data.map { try ArraysFile($0) }
        let figure = try Figure.decisionBoundary(
            of: model, x: try arrays?.inputs(of: model).first?.numbers, y: try arrays?.targets(of: model).first,
            classNames: labels.isEmpty ? nil : labels.separated, resolution: resolution)
        try picture.write(default: PictureOptions.name(for: self.model, "boundary")) { try figure.write(to: $0) }
    }
}
