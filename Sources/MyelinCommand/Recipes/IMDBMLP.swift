import Myelin

/// Tells good film reviews from bad by which of the 10,000 most frequent words they have.
struct IMDBMLP: Recipe {
    let name = "imdb-mlp"
    let summary = "dense network on film reviews as multi-hot words: 10000-16-16-1"
    let defaults = RecipeDefaults(epochs: 20, batchSize: 512, learningRate: 0.001)
    private let words = 10_000

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [words])
            Dense(16, activation: .relu)
            Dense(16, activation: .relu)
            Dense(1, activation: .sigmoid)
        }
        model.compile(
            optimizer: RMSprop(learningRate: learningRate), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        let reviews = try Datasets.imdb(numberOfWords: words, directory: source.directory)
        let x = try vectorizeSequences(reviews.train.x, dimension: words)
        let y = reviews.train.y
        // The first 10,000 reviews are for validation.
        return RecipeData(
            train: (x[10_000...], y[10_000...]), validation: (x[..<10_000], y[..<10_000]),
            test: (try vectorizeSequences(reviews.test.x, dimension: words), reviews.test.y), origin: reviews.source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        // As many words in a review as the real ones have on average, frequent ones more often.
        let key = Tensor(1, .int64), counter = Tensor(0, .int64)
        let position = Tensor.randomUniform([samples, 120], key: key, counter: counter)
        let ranks = (position * position * Double(words)).cast(to: .int32)
        let rows = try ranks.scalars(Int32.self)
        let sequences = (0..<samples).map { Array(rows[$0 * 120..<($0 + 1) * 120]) }
        let y = position[.all, 0].greater(0.5).cast(to: .uint8)
        return RecipeData(
            train: (try vectorizeSequences(sequences, dimension: words), try y.detached()), origin: "random words")
    }
}
