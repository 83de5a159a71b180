import Myelin

/// The classic first network for digits: two small hidden layers and plain gradient descent.
struct DigitsMLP: Recipe {
    let name = "digits-mlp"
    let summary = "dense network on handwritten digits: 784-30-30-10, SGD"
    let defaults = RecipeDefaults(epochs: 10, batchSize: 32, learningRate: 0.1)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [28, 28])
            Rescaling(1.0 / 255)
            Flatten()
            Dense(30, activation: .relu)
            Dense(30, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.compile(
            optimizer: SGD(learningRate: learningRate), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        let digits = try Digits.load(source)
        return RecipeData(
            train: (digits.train.x, digits.train.y), validationSplit: 0.1, test: (digits.test.x, digits.test.y),
            origin: digits.source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        let (x, y) = try SyntheticDigits.samples(count: samples)
        return RecipeData(train: (x, y), origin: "synthetic digits")
    }
}
