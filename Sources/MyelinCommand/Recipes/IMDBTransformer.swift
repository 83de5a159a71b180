import Myelin

/// Tells good film reviews from bad by attention among their last 200 words.
struct IMDBTransformer: Recipe {
    let name = "imdb-transformer"
    let summary = "small transformer on the last 200 words of film reviews: width 32, 2 heads"
    let defaults = RecipeDefaults(epochs: 2, batchSize: 32, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Architectures.transformerClassifier(vocabulary: Reviews.words, length: 200, seed: seed)
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData { try Reviews.sequences(source, length: 200) }
    func timingData(samples: Int) throws -> RecipeData { try Reviews.timingSequences(samples, length: 200) }
}
