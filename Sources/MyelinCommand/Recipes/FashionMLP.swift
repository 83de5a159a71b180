import Myelin

/// A dense network that tells clothing apart.
struct FashionMLP: Recipe {
    let name = "fashion-mlp"
    let summary = "dense network on pictures of clothing: 784-64-64-10"
    let defaults = RecipeDefaults(epochs: 5, batchSize: 32, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [28, 28])
            Rescaling(1.0 / 255)
            Flatten()
            Dense(64, activation: .relu)
            Dense(64, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        let clothing = try Datasets.fashionMNIST(directory: source.directory)
        return RecipeData(
            train: (clothing.train.x, clothing.train.y), test: (clothing.test.x, clothing.test.y),
            origin: clothing.source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        let (x, y) = try SyntheticDigits.samples(count: samples)
        return RecipeData(train: (x, y), origin: "synthetic digits")
    }
}
