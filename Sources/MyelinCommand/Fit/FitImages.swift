import ArgumentParser
import Foundation
import Myelin

/// Options of training on images.
struct ImageFitOptions: ParsableArguments {
    @Option(help: "Height and width that all images are brought to. Default: 32x32.") var imageSize: String?
    @Option(help: "rgb or grayscale. Default: rgb.") var color: String?

    /// Throws where an option is given that means nothing.
    func requireNone(_ subject: String) throws {
        try requireNoOptions(
            [("--image-size", imageSize != nil), ("--color", color != nil)], for: "a folder of images", not: subject)
    }
}

/// Trains a new network on the images of a folder that has a folder for each class.
struct FitImages {
    let folder: String
    let shared: FitOptions
    let network: NetworkFitOptions
    let images: ImageFitOptions

    func run() throws {
        let size = try imageSize()
        let colorName = images.color ?? "rgb"
        guard let color = ColorMode(rawValue: colorName) else {
            throw MyelinError(.argument, "--color: expected rgb or grayscale, got '\(colorName)'")
        }
        let found = try Datasets.imageFolder(folder, size: size, colorMode: color, shuffle: false)
        let (x, classNames) = (found.train.x, found.classNames)
        let labels = try found.train.y.scalars(Int.self)
        try check(labels, classNames)
        let seed = shared.seed ?? 0
        let parts = try parts(labels, seed)
        let model = try model(size + [color.channels], classNames.count, seed)
        model.compile(
            optimizer: try network.settings.makeOptimizer(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        ImageAnnotation(classNames: classNames).annotate(model)
        shared.tell(
            """
            \(folder): \(labels.count) images, \(classNames.count) classes: \
            \(classNames.indices.map { number in "\(classNames[number]) (\(labels.count { $0 == number }))" }
                .joined(separator: ", "))
            images: \(parts.train.count) for training, \(parts.validation.count) for validation, \
            \(parts.test.count) for testing; \(size[0]) × \(size[1]), \(color.rawValue)
            network: \(network.model ?? Self.defaultModel), \(model.parameterCount) parameters

            """)
        let interrupt = InterruptCallback()
        let stopping = EarlyStopping(
            monitor: parts.validation.isEmpty ? "loss" : "val_loss", patience: network.patience ?? 10,
            restoreBestWeights: true)
        func samples(_ rows: [Int]) throws -> (x: Tensor, y: Tensor) {
            (try x.rows(rows), Tensor(rows.map { Int32(labels[$0]) }, shape: [rows.count]))
        }
        let train = try samples(parts.train)
        try model.fit(
            train.x, train.y, batchSize: shared.batchSize, epochs: shared.epochs ?? 30,
            verbose: shared.logging.verbosity(quiet: shared.quiet),
            callbacks: try shared.logging.callbacks() + [interrupt, stopping],
            validationData: parts.validation.isEmpty ? nil : try samples(parts.validation))
        let (rows, name) = parts.test.isEmpty ? (parts.train, "it learned from") : (parts.test, "kept for testing")
        let predictions = try model.predict(try x.rows(rows), batchSize: shared.batchSize).argmax().scalars(Int.self)
        let report = TableEvaluation.classification(
            try ClassificationReport(
                targets: rows.map { labels[$0] }, predictions: predictions, classNames: classNames))
        shared.tell("\non the \(rows.count) images \(name):\n\n\(report)")
        if let output = shared.output {
            try model.save(output)
            shared.tell("saved to \(output); predict with: myelin predict \(output) --input photo.png")
        }
        try shared.write(model.history)
        if let path = network.report { try JSONFile.write(EvaluationReport(report, on: "images \(name)"), to: path) }
        try shared.exitIfInterrupted(interrupt)
    }

    private static let defaultModel = "lenet5"

    private func imageSize() throws -> [Int] {
        let text = images.imageSize ?? "32x32"
        let sizes = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard sizes.count == 2, let height = sizes[0], let width = sizes[1], height > 0, width > 0 else {
            throw MyelinError(
                .argument, "--image-size: expected height and width such as 32x32, got '\(text)'")
        }
        return [height, width]
    }

    private func check(_ labels: [Int], _ classNames: [String]) throws {
        guard classNames.count > 1 else {
            throw MyelinError(
                .data, "\(folder): has images of one class, '\(classNames[0])', expected a folder for each of several")
        }
        if let empty = classNames.indices.first(where: { number in !labels.contains(number) }) {
            throw MyelinError(
                .data,
                "\(folder)/\(classNames[empty]): has no images; put PNG or JPEG files there, or remove the folder")
        }
    }

    private func parts(_ labels: [Int], _ seed: Int) throws -> (train: [Int], validation: [Int], test: [Int]) {
        var settings = network.settings
        settings.seed = seed
        settings.validationFraction = shared.validationSplit ?? settings.validationFraction
        return try settings.parts(Array(labels.indices), classes: labels)
    }

    /// Bytes to numbers from 0 to 1, and then the network.
    private func model(_ shape: [Int], _ classes: Int, _ seed: Int) throws -> Model {
        let core = try core(shape, classes, seed)
        guard core.inputs.count == 1, core.outputs.count == 1, core.outputs[0].shape.last == classes else {
            throw MyelinError(
                .argument,
                "--model: expected a network from images of shape \(shape) to \(classes) classes, got one with "
                    + "\(core.outputs.count) outputs, \(core.outputs.map { $0.shape.last.flatMap { $0 } ?? 0 })")
        }
        let input = Input(shape: shape, name: "image")
        var place = Rescaling(1.0 / 255)(input)
        if core is Sequential {
            for layer in core.layers { place = layer(place) }
        } else {
            place = core(place)
        }
        return try Model(inputs: input, outputs: place, name: "images", seed: seed)
    }

    private func core(_ shape: [Int], _ classes: Int, _ seed: Int) throws -> Model {
        if let units = try network.hiddenUnits(default: Self.defaultModel) {
            var layers: [Layer] = [Input(shape: shape), Flatten()]
            for units in units { layers.append(Dense(units, activation: try network.settings.makeActivation())) }
            return try Sequential(layers + [Dense(classes, activation: .softmax)], seed: seed)
        }
        let name = network.model ?? Self.defaultModel
        if FileManager.default.fileExists(atPath: name) { return try loadModel(name, seed: seed) }
        return try NamedArchitecture.named(name).make(
            NamedArchitecture.Options(inputShape: shape, classes: classes, seed: seed))
    }
}
