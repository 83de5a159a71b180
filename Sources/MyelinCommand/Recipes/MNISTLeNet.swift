import Myelin

/// LeNet-5, the network that read cheques, on the digits it was made for.
struct MNISTLeNet: Recipe {
    let name = "mnist-lenet"
    let summary = "LeNet-5 on handwritten digits: two convolutions with mean pooling, three dense layers, tanh"
    let defaults = RecipeDefaults(epochs: 10, batchSize: 128, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Architectures.leNet5(rescaling: 1.0 / 255, seed: seed)
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData { try Digits.images(source) }
    func timingData(samples: Int) throws -> RecipeData { try Digits.timingImages(samples) }
}
