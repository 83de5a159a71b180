import Foundation
import Myelin

/// The residual network of 20 layers on CIFAR-10, or on a folder of images by class.
struct CIFARResNet20: Recipe {
    var isPlain = false
    var name: String { isPlain ? "cifar-plain20" : "cifar-resnet20" }
    var summary: String {
        "residual network of 20 layers\(isPlain ? ", its skips left out," : "") on CIFAR-10 or a folder of images by class"
    }
    let defaults = RecipeDefaults(epochs: 20, batchSize: 128, learningRate: 0.1)

    func plain() throws -> any Recipe { CIFARResNet20(isPlain: true) }

    func model(seed: Int, learningRate: Double) throws -> Model {
        try model(seed: seed, learningRate: learningRate, classes: 10)
    }

    func model(for data: RecipeData, seed: Int, learningRate: Double) throws -> Model {
        try model(seed: seed, learningRate: learningRate, classes: data.classes ?? 10)
    }

    private func model(seed: Int, learningRate: Double, classes: Int) throws -> Model {
        let model = try Architectures.cifarResNet20(
            classes: classes, skips: !isPlain, rescaling: 1.0 / 255, kernelRegularizer: L2(0.00005), seed: seed)
        model.compile(
            optimizer: SGD(learningRate: learningRate, momentum: 0.9), loss: .sparseCategoricalCrossentropy,
            metrics: [.accuracy])
        return model
    }

    /// As the paper: a smaller step when nothing gets better.
    func callbacks() -> [Callback] { [ReduceLROnPlateau(monitor: "val_loss", factor: 0.1, patience: 3)] }

    func data(_ source: DataSource) throws -> RecipeData {
        guard let folder = source.directory, !Datasets.hasCIFAR10(in: folder) else {
            return try Self.recipeData(Datasets.cifar10(directory: source.directory))
        }
        do { return try images(folder, seed: source.seed) } catch let error as MyelinError where error.kind == .file {
            throw MyelinError(
                .file,
                "\(error.message); the folder has neither CIFAR-10's binary files (data_batch_1.bin, …, to be had at "
                    + "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz) nor images by class that can be read")
        }
    }

    private static func recipeData(_ data: LabelledDataset<Tensor>) -> RecipeData {
        RecipeData(
            train: (data.train.x, data.train.y), validationSplit: 0.1, test: (data.test.x, data.test.y),
            classes: data.classNames.count, origin: data.source)
    }

    /// Folders `train` and `test` of classes, or one folder of classes of which a fifth is kept for testing.
    private func images(_ folder: String, seed: Int) throws -> RecipeData {
        let seed = UInt32(truncatingIfNeeded: seed)
        func part(_ name: String) -> String? {
            let path = URL(fileURLWithPath: folder).appendingPathComponent(name).path
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
                ? path : nil
        }
        if let train = part("train"), let test = part("test") ?? part("val") ?? part("validation") {
            let images = try Datasets.imageFolder(train, size: [32, 32], seed: seed)
            let held = try Datasets.imageFolder(test, size: [32, 32], classNames: images.classNames, seed: seed)
            return Self.recipeData(
                LabelledDataset(
                    train: images.train, test: held.train, classNames: images.classNames, source: folder))
        }
        let images = try Datasets.imageFolder(folder, size: [32, 32], validationSplit: 0.2, seed: seed)
        return Self.recipeData(
            LabelledDataset(
                train: images.train, test: images.validation ?? images.train, classNames: images.classNames,
                source: folder))
    }

    func timingData(samples: Int) throws -> RecipeData {
        let key = Tensor(1, .int64), counter = Tensor(0, .int64)
        let x = (Tensor.randomUniform([samples, 32, 32, 3], key: key, counter: counter) * 256).cast(to: .uint8)
        let y = Tensor((0..<samples).map { UInt8($0 % 10) }, shape: [samples])
        return RecipeData(train: (try x.detached(), y), origin: "random images")
    }
}
