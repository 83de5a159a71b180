import Foundation
import Myelin

/// A model named on the command line: a recipe, a model file, or an architecture alone (`.json`).
enum ModelArgument {
    /// The model and the batch size to look at it with.
    ///
    /// - Parameter compiled: whether a file's model that was never compiled gets the mean squared error for a loss.
    static func model(_ text: String, compiled: Bool = false) throws -> (model: Model, batchSize: Int) {
        if let recipe = Recipes.all.first(where: { $0.name == text }) {
            return (try recipe.model(seed: 1, learningRate: recipe.defaults.learningRate), recipe.defaults.batchSize)
        }
        guard FileManager.default.fileExists(atPath: text) else {
            throw MyelinError(
                .unknownName,
                "'\(text)' is neither a file nor a recipe; there are \(Recipes.all.map(\.name).joined(separator: ", "))"
            )
        }
        let model = text.lowercased().hasSuffix(".json") ? try ModelFiles.architecture(text) : try loadModel(text)
        if compiled, model.optimizer == nil { model.compile(losses: model.outputs.map { _ in MeanSquaredError() }) }
        return (model, 32)
    }
}

extension Model {
    /// Throws unless the model of a file was compiled before it was saved.
    func requireCompiled(_ file: String) throws {
        guard optimizer == nil else { return }
        throw MyelinError(
            .training, "\(file): the model has no loss; compile it, in Swift or in Keras, and save it again")
    }
}
