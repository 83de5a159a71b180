import ArgumentParser
import Myelin

/// Draws a confusion matrix.
struct PlotConfusionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confusion", abstract: "Draw a confusion matrix, of a model on data or of predictions.")

    @Argument(help: "A model file, which predicts; without it the .npz file holds 'y_pred'.") var model: String?
    @Option(help: "A .npz file with the targets 'y', and inputs (by name or 'x') or predictions 'y_pred'.")
    var data: String
    @Option(help: "The names of the classes, with commas.") var labels: [String] = []
    @Flag(help: "Write the shares of each true class rather than the counts.") var normalize = false
    @OptionGroup var picture: PictureOptions

    func run() throws {
        let targets: Tensor, predictions: Tensor
        if let file = model {
            let model = try loadModel(file), arrays = try ArraysFile(data)
            targets = try arrays.targets(of: model)[0]
            guard let found = try model.predict(try arrays.inputs(of: model))[0].numbers else {
                throw MyelinError(.data, "\(file): predicts text, expected classes")
            }
            predictions = found
        } else {
            let arrays = try NumPy.read(npz: data)
            guard let y = arrays["y"], let guess = arrays["y_pred"] else {
                throw MyelinError(
                    .data,
                    "\(data): expected the arrays 'y' and 'y_pred', there are "
                        + arrays.keys.sorted().joined(separator: ", ") + "; or name a model, which predicts")
            }
            (targets, predictions) = (y, guess)
        }
        let figure = try Figure.confusionMatrix(
            targets: targets, predictions: predictions, classNames: labels.isEmpty ? nil : labels.separated,
            isNormalized: normalize)
        try picture.write(default: PictureOptions.name(for: model ?? data, "confusion")) { try figure.write(to: $0) }
    }
}

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
