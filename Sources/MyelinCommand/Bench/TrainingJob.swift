import Myelin

/// A network and data to time a training step with.
struct TrainingJob: Sendable {
    let name: String
    let batchSize: Int
    /// The compiled network.
    let model: @Sendable () throws -> Model
    /// So many samples of the network's shape.
    let data: @Sendable (_ samples: Int) throws -> (x: Tensor, y: Tensor)

    /// Recipes, and networks that are timed but are no recipes.
    static let all: [TrainingJob] = Recipes.all.map(TrainingJob.init) + [.cifarVGG, .textTransformer]

    static func named(_ name: String) throws -> TrainingJob {
        if let job = all.first(where: { $0.name == name }) { return job }
        throw MyelinError(
            .unknownName, "unknown job '\(name)'; there are \(all.map(\.name).joined(separator: ", "))")
    }
}

extension TrainingJob {
    init(_ recipe: any Recipe) {
        self.init(name: recipe.name, batchSize: recipe.defaults.batchSize) {
            try recipe.model(seed: 1, learningRate: recipe.defaults.learningRate)
        } data: {
            let train = try recipe.timingData(samples: $0).train
            return (train.x, train.y)
        }
    }
}
