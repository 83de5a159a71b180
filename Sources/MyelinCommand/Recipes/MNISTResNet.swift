import Myelin

/// A network of 56 layers that trains because of its skips; `--plain` shows that it does not without them.
struct MNISTResNet: Recipe {
    var isPlain = false
    var name: String { isPlain ? "mnist-plain56" : "mnist-resnet56" }
    var summary: String {
        "56 layers \(isPlain ? "without skips" : "with skips (--plain: without)") on handwritten digits"
    }
    let defaults = RecipeDefaults(epochs: 1, batchSize: 128, learningRate: 0.1)

    func plain() throws -> any Recipe { MNISTResNet(isPlain: true) }

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Architectures.cifarResNet(
            depth: 56, inputShape: [28, 28, 1], skips: !isPlain, filters: 8, rescaling: 1.0 / 255, seed: seed)
        model.compile(
            optimizer: SGD(learningRate: learningRate, momentum: 0.9), loss: .sparseCategoricalCrossentropy,
            metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData { try Digits.images(source) }
    func timingData(samples: Int) throws -> RecipeData { try Digits.timingImages(samples) }
}
