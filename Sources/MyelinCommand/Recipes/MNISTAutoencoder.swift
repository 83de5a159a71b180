import Myelin

/// Squeezes digits into 32 numbers and draws them again.
struct MNISTAutoencoder: Recipe {
    let name = "mnist-autoencoder"
    let summary = "autoencoder of handwritten digits: 784-128-64-32-64-128-784"
    let defaults = RecipeDefaults(epochs: 20, batchSize: 256, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Architectures.denseAutoencoder(inputShape: [28, 28], hidden: [128, 64], seed: seed)
        model.compile(optimizer: Adam(learningRate: learningRate), loss: .binaryCrossentropy)
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        let digits = try Digits.load(source)
        let train = try scaled(digits.train.x), test = try scaled(digits.test.x)
        return RecipeData(train: (train, train), validationSplit: 0.1, test: (test, test), origin: digits.source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        let x = try scaled(SyntheticDigits.samples(count: samples).0)
        return RecipeData(train: (x, x), origin: "synthetic digits")
    }

    /// Numbers from 0 to 1, computed now: they are input and target.
    private func scaled(_ x: Tensor) throws -> Tensor { try (x.cast(to: .float32) / 255).detached() }
}
