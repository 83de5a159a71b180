import ArgumentParser
import Myelin

/// Draws a confusion matrix.
struct PlotConfusionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confusion", abstract: "Draw a confusion matrix, of a model on data or of predictions.")

    @Argument(help: "A model file, which predicts; without it the .npz file holds 'y_pred'.") var model: String?
    @Option(
        help:
            "A .npz file with the targets 'y', and inputs (by name or 'x') or predictions 'y_pred'; for a model of 'myelin fit data.csv' a CSV file."
    )
    var data: String
    @Option(help: "The names of the classes, with commas.") var labels: [String] = []
    @Flag(help: "Write the shares of each true class rather than the counts.") var normalize = false
    @OptionGroup var picture: PictureOptions

    func run() throws {
        let figure = try tableFigure() ?? arraysFigure()
        try picture.write(default: PictureOptions.name(for: model ?? data, "confusion")) { try figure.write(to: $0) }
    }

    /// Of a model that takes raw rows, and a CSV file; nil of anything else.
    private func tableFigure() throws -> Figure? {
        guard let model, !data.lowercased().hasSuffix(".npz"), let table = try TableModel(loadModel(model)) else {
            return nil
        }
        guard case .classification(let report) = try table.evaluate(csv: data) else {
            throw MyelinError(.argument, "\(model): predicts numbers, expected classes")
        }
        return try Figure.confusionMatrix(
            report.confusionMatrix.counts,
            classNames: labels.isEmpty ? report.confusionMatrix.classNames : labels.separated, isNormalized: normalize)
    }

    private func arraysFigure() throws -> Figure {
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
        return try Figure.confusionMatrix(
            targets: targets, predictions: predictions, classNames: labels.isEmpty ? nil : labels.separated,
            isNormalized: normalize)
    }
}
