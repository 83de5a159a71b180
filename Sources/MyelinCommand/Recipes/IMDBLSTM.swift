import Myelin

/// Tells good film reviews from bad by reading their last 80 words.
struct IMDBLSTM: Recipe {
    let name = "imdb-lstm"
    let summary = "LSTM on the last 80 words of film reviews: embedding of 32, 64 units"
    let defaults = RecipeDefaults(epochs: 3, batchSize: 32, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Architectures.lstmClassifier(
            vocabulary: Reviews.words, length: 80, width: 32, units: [64], seed: seed)
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData { try Reviews.sequences(source, length: 80) }
    func timingData(samples: Int) throws -> RecipeData { try Reviews.timingSequences(samples, length: 80) }
}

/// Film reviews as sequences of word numbers, all of one length.
enum Reviews {
    static let words = 10_000

    static func sequences(_ source: DataSource, length: Int) throws -> RecipeData {
        let reviews = try Datasets.imdb(numberOfWords: words, directory: source.directory)
        return RecipeData(
            train: (try padSequences(reviews.train.x, length: length), reviews.train.y), validationSplit: 0.1,
            test: (try padSequences(reviews.test.x, length: length), reviews.test.y), origin: reviews.source)
    }

    /// Random words, frequent ones more often.
    static func timingSequences(_ samples: Int, length: Int) throws -> RecipeData {
        let key = Tensor(1, .int64), counter = Tensor(0, .int64)
        let position = Tensor.randomUniform([samples, length], key: key, counter: counter)
        let x = (position * position * Double(words)).cast(to: .int32)
        let y = position[.all, 0].greater(0.5).cast(to: .uint8)
        return RecipeData(train: (try x.detached(), try y.detached()), origin: "random words")
    }
}
