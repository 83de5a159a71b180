import Foundation
import Myelin

/// A small ConvNet that reads handwritten digits, to 99 %.
struct MNISTConvNet: Recipe {
    let name = "mnist-convnet"
    let summary = "ConvNet on handwritten digits: two convolutions with pooling, dropout, softmax"
    let defaults = RecipeDefaults(epochs: 15, batchSize: 128, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [28, 28, 1])
            Rescaling(1.0 / 255)
            Conv2D(32, 3, activation: .relu)
            MaxPooling2D(2)
            Conv2D(64, 3, activation: .relu)
            MaxPooling2D(2)
            Flatten()
            Dropout(0.5)
            Dense(10, activation: .softmax)
        }
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        try Digits.images(source)
    }

    func timingData(samples: Int) throws -> RecipeData { try Digits.timingImages(samples) }
}

/// MNIST where it can be had, else digits drawn by code.
enum Digits {
    /// As images with a channel.
    static func images(_ source: DataSource) throws -> RecipeData {
        let digits = try load(source)
        return RecipeData(
            train: (withChannel(digits.train.x), digits.train.y), validationSplit: 0.1,
            test: (withChannel(digits.test.x), digits.test.y), origin: digits.source)
    }

    static func timingImages(_ samples: Int) throws -> RecipeData {
        let (x, y) = try SyntheticDigits.samples(count: samples)
        return RecipeData(train: (withChannel(x), y), origin: "synthetic digits")
    }

    private static func withChannel(_ x: Tensor) -> Tensor { x.reshaped(to: [x.shape[0], 28, 28, 1]) }

    static func load(_ source: DataSource) throws -> LabelledDataset<Tensor> {
        do {
            return try Datasets.mnist(directory: source.directory)
        } catch let error as MyelinError where error.kind == .network {
            FileHandle.standardError.write(
                Data("MNIST cannot be had (\(error.message)); using digits drawn by code instead\n".utf8))
            return try Datasets.syntheticDigits(seed: UInt64(source.seed))
        }
    }
}
