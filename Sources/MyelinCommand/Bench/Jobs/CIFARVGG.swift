import Myelin

extension TrainingJob {
    /// Pairs of 3×3 convolutions with pooling between them, on images of CIFAR's size: how well wide convolutions run.
    static let cifarVGG = TrainingJob(name: "cifar-vgg", batchSize: 64) {
        let model = try Sequential(seed: 1) {
            Input(shape: [32, 32, 3])
            for filters in [32, 64, 128] {
                Conv2D(filters, 3, padding: .same, activation: .relu)
                Conv2D(filters, 3, padding: .same, activation: .relu)
                MaxPooling2D(2)
            }
            Flatten()
            Dense(128, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    } data: {
        (Random.uniform([$0, 32, 32, 3]), Random.labels($0, below: 10))
    }
}
