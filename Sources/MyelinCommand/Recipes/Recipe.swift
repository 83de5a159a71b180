import Myelin

/// A job that deep-learning courses teach: a network, its data, and how it is trained.
///
/// A new recipe is one file with a type like these, and its line in `Recipes.all`.
protocol Recipe: Sendable {
    /// As the command line names it.
    var name: String { get }
    /// One line for the list of recipes.
    var summary: String { get }
    var defaults: RecipeDefaults { get }

    /// The compiled network.
    func model(seed: Int, learningRate: Double) throws -> Model
    /// The compiled network for some data, where it depends on them.
    func model(for data: RecipeData, seed: Int, learningRate: Double) throws -> Model
    /// The same job with a network whose skips are left out.
    func plain() throws -> any Recipe
    /// What it learns from.
    func data(_ source: DataSource) throws -> RecipeData
    /// Data of the same shape that needs no files, to time a step with.
    func timingData(samples: Int) throws -> RecipeData
    func callbacks() -> [Callback]
}

extension Recipe {
    func callbacks() -> [Callback] { [] }

    func model(for data: RecipeData, seed: Int, learningRate: Double) throws -> Model {
        try model(seed: seed, learningRate: learningRate)
    }

    func plain() throws -> any Recipe {
        throw MyelinError(
            .argument, "--plain: '\(name)' has no skips to leave out; cifar-resnet20 and mnist-resnet56 have")
    }
}

struct RecipeDefaults: Sendable {
    var epochs: Int
    var batchSize: Int
    var learningRate: Double
}

/// Where a recipe's data comes from.
struct DataSource: Sendable {
    /// The folder given on the command line, if any.
    var directory: String?
    var seed: Int
}

/// The data of a recipe.
struct RecipeData {
    var train: (x: Tensor, y: Tensor)
    /// Kept from the end of the training data.
    var validationSplit = 0.0
    var validation: (x: Tensor, y: Tensor)?
    var test: (x: Tensor, y: Tensor)?
    /// How many classes there are, where the network depends on it.
    var classes: Int?
    /// What the data is, in a line.
    var origin: String
}

/// All recipes, in the order in which they are listed.
enum Recipes {
    static let all: [any Recipe] = [
        MNISTConvNet(), MNISTLeNet(), MNISTResNet(), MNISTAutoencoder(), CIFARResNet20(), FashionMLP(), IMDBMLP(),
        IMDBLSTM(), IMDBTransformer(), DigitsMLP(), TabularBinary(), TabularDropout(), TabularRegression(),
    ]

    static func named(_ name: String) throws -> any Recipe {
        if let recipe = all.first(where: { $0.name == name }) { return recipe }
        throw MyelinError(
            .unknownName, "unknown recipe '\(name)'; there are \(all.map(\.name).joined(separator: ", "))")
    }
}
