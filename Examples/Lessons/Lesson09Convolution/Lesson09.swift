import Myelin

extension Lesson {
    static let convolution = Lesson(
        9, "Convolution: from a kernel by hand to a ConvNet",
        aim: "Convolve by hand, know sizes and parameter counts by heart, and read digits."
    ) { output in
        try byHand(output)
        let model = try sizes(output)
        try train(model, output)
        try clothes(output)
    }

    private static func byHand(_ output: LessonOutput) throws {
        output.heading("A kernel of 3 × 3 on an image of 5 × 5")
        let image = ConvolutionByHand.image, kernel = ConvolutionByHand.kernel
        let result = ConvolutionByHand.convolve(image, kernel)
        for row in 0..<5 {
            output.line(
                text(image[row]) + (row < 3 ? "     " + text(kernel[row]) + "     " + text(result[row]) : ""))
        }
        output.line(
            "stride 2:        \(ConvolutionByHand.convolve(image, kernel, stride: 2).map(text).joined(separator: " | "))"
        )
        output.line(
            "a rim of zeros:  \(ConvolutionByHand.convolve(image, kernel, padding: 1).map(text).joined(separator: " | "))"
        )
        let wide = ConvolutionByHand.convolve(image, kernel, padding: 1).map { Array($0.prefix(4)) }.prefix(4)
        output.line(
            "pool of 2 × 2:   \(ConvolutionByHand.maximumPool(Array(wide), size: 2).map(text).joined(separator: " | ")) (of its first 4 × 4)"
        )

        let x = Tensor(image.joined().map(Float.init), shape: [1, 5, 5, 1])
        let k = Tensor(kernel.joined().map(Float.init), shape: [3, 3, 1, 1])
        let layer = Conv2D(1, 3, useBias: false)
        let model = try Sequential([Input(shape: [5, 5, 1]), layer])
        try model.setWeights([k])
        let same = try model.predict(x).scalars(Float.self).map(Double.init) == Array(result.joined())
        output.line("Conv2D of Myelin gives \(same ? "the same" : "something else")")
    }

    private static func text(_ row: [Double]) -> String { row.map { fixed($0, 0) }.joined(separator: " ") }

    /// The ConvNet, with its sizes and counts computed by hand beside what Myelin says.
    private static func sizes(_ output: LessonOutput) throws -> Model {
        output.heading("Output sizes and parameter counts")
        let model = try Sequential(seed: 1) {
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
        let first = outputSize(28, kernel: 3), pooled = outputSize(first, kernel: 2, stride: 2)
        let second = outputSize(pooled, kernel: 3), last = outputSize(second, kernel: 2, stride: 2)
        let counts = [
            0, convolutionParameters(kernel: 3, channels: 1, filters: 32), 0,
            convolutionParameters(kernel: 3, channels: 32, filters: 64), 0, 0, 0, (last * last * 64 + 1) * 10,
        ]
        let shapes = [
            "28, 28, 1", "\(first), \(first), 32", "\(pooled), \(pooled), 32", "\(second), \(second), 64",
            "\(last), \(last), 64", "\(last * last * 64)", "\(last * last * 64)", "10",
        ]
        output.row(("layer", 16), ("by hand", 15), ("parameters", -10), ("   in Myelin", 20))
        for (row, (shape, count)) in zip(try model.summarized().rows.suffix(8), zip(shapes, counts)) {
            let theirs = row.outputShapes[0].dropFirst().map { "\($0 ?? 0)" }.joined(separator: ", ")
            output.row((row.className, 16), (shape, 15), ("\(count)", -10), ("   \(theirs): \(row.parameterCount)", 30))
        }
        output.number("parameters by hand", Double(counts.reduce(0, +)), digits: 0)
        output.number("parameters in Myelin", Double(model.parameterCount), digits: 0)
        return model
    }

    private static func train(_ model: Model, _ output: LessonOutput) throws {
        output.heading("It learns to read digits")
        let digits = try LessonData.digits(train: 6000, test: 1000, output)
        let (x, test) = (withChannel(digits.train.x), withChannel(digits.test.x))
        model.compile(optimizer: Adam(learningRate: 0.002), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let history = try model.fit(x, digits.train.y, batchSize: 64, epochs: 3, verbose: .silent)
        for (epoch, accuracy) in history["accuracy"].enumerated() {
            output.line("epoch \(epoch + 1): accuracy \(fixed(accuracy, 3))")
        }
        let accuracy = try model.evaluate(test, digits.test.y, batchSize: 250)["accuracy"]!
        output.number("accuracy on digits that it has not seen", accuracy, digits: 3)
        try output.picture("lesson09-kernels") { try Figure.kernels(of: model).write(to: $0) }
        try output.picture("lesson09-features") { try Figure.featureMaps(of: model, image: test[0]).write(to: $0) }
        try output.picture("lesson09-confusion") {
            try Figure.confusionMatrix(targets: digits.test.y, predictions: try model.predict(test)).write(to: $0)
        }
    }

    /// The same network on photographs of clothing.
    private static func clothes(_ output: LessonOutput) throws {
        output.heading("And clothes")
        guard let clothing = LessonData.clothing(train: 6000, test: 1000, output) else { return }
        let model = try Sequential(seed: 2) {
            Input(shape: [28, 28, 1])
            Rescaling(1.0 / 255)
            Conv2D(32, 3, activation: .relu)
            MaxPooling2D(2)
            Flatten()
            Dense(64, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.compile(optimizer: Adam(learningRate: 0.002), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.fit(withChannel(clothing.train.x), clothing.train.y, batchSize: 64, epochs: 3, verbose: .silent)
        let accuracy = try model.evaluate(withChannel(clothing.test.x), clothing.test.y, batchSize: 250)["accuracy"]!
        output.number("accuracy on clothes that it has not seen", accuracy, digits: 3)
    }

    private static func withChannel(_ x: Tensor) -> Tensor { x.reshaped(to: [x.shape[0], 28, 28, 1]) }
}
