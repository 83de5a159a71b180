import Foundation
import Myelin
import TestSupport
import Testing

// What docs/from-keras.md shows, compiled and run. scripts/doc-examples compares them: change both.

/// A layer of one's own: Keras' guide calls it `Linear`.
private final class Linear: Layer {
    let units: Int
    private var w: Variable!, b: Variable!

    init(_ units: Int, name: String? = nil) {
        self.units = units
        super.init(name: name)
    }

    override func build(_ input: Shape) throws {
        w = addWeight("w", shape: [input[input.rank - 1], units], initializer: RandomNormal())
        b = addWeight("b", shape: [units], initializer: Zeros())
    }

    override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        matmul(x, w.value) + b.value
    }

    override var config: ConfigObject { ["units": .int(units)] }
}

/// A loss of one's own.
private struct AsymmetricError: Loss {
    static let className = "AsymmetricError"

    init() {}
    init(config: Config) throws {}

    func values(target: Tensor, prediction: Tensor) -> Tensor {
        let error = target - prediction
        return select(error.greater(0), error * 3, -error).mean(axes: [-1])
    }
}

/// A callback of one's own.
private final class StopAt: Callback {
    let accuracy: Double

    init(accuracy: Double) { self.accuracy = accuracy }

    override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
        if let reached = logs["accuracy"], reached >= accuracy { model?.stopTraining = true }
    }
}

struct KerasGuideTests {
    /// 200 points of the plane and on which side of a line they lie, as class numbers.
    private let x: Tensor
    private let y: Tensor

    init() throws {
        x = Tensor(scattered(400).map { Float($0) }, shape: [200, 2])
        y = (x[.all, 0] + x[.all, 1] * 0.5).greater(0).cast(to: .int32)
    }

    @Test func compileFitEvaluatePredict() throws {
        let model = try Sequential(seed: 1) {
            Input(shape: [2])
            Dense(16, activation: .relu)
            Dropout(0.1)
            Dense(2, activation: .softmax)
        }
        model.compile(
            optimizer: Adam(learningRate: 0.01), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let history = try model.fit(
            x, y, batchSize: 20, epochs: 40, verbose: .silent, callbacks: [EarlyStopping(patience: 5)],
            validationSplit: 0.1)
        let scores = try model.evaluate(x, y)
        let probabilities = try model.predict(x)
        let classes = try probabilities.argmax().scalars(Int32.self)
        #expect(scores["accuracy"]! > 0.9)
        #expect(history["val_loss"].count <= 40)
        #expect(classes.count == 200)
    }

    @Test func functionalModels() throws {
        let image = Input(shape: [8, 8, 1], name: "image")
        let age = Input(shape: [1], name: "age")
        let features = Flatten()(Conv2D(4, 3, activation: .relu)(image))
        let both = Concatenate()([features, age])
        let model = try Model(
            inputs: [image, age],
            outputs: [Dense(3, activation: .softmax, name: "class")(both), Dense(1, name: "price")(both)])
        model.compile(
            optimizer: Adam(), losses: [.sparseCategoricalCrossentropy, .mse], lossWeights: [1, 0.2],
            metrics: [[.accuracy], [.mae]])
        try model.fit(
            [Tensor.ones([6, 8, 8, 1]), Tensor.ones([6, 1])],
            [Tensor([0, 1, 2, 0, 1, 2] as [Int32]), Tensor.zeros([6, 1])], verbose: .silent)
        #expect(model.history.names.contains("price_mae"))
    }

    @Test func callbacks() throws {
        try withFolder { folder in
            let model = try Sequential(seed: 1) {
                Input(shape: [2])
                Dense(2, activation: .softmax)
            }
            let callbacks: [Callback] = [
                EarlyStopping(monitor: "val_loss", patience: 3, restoreBestWeights: true),
                ModelCheckpoint(folder + "/best.keras", saveBestOnly: true),
                ReduceLROnPlateau(factor: 0.5, patience: 2),
                CSVLogger(folder + "/log.csv"),
                LambdaCallback(onEpochEnd: { epoch, logs in print(epoch, logs["loss"]!) }),
                StopAt(accuracy: 0.95),
            ]
            model.compile(optimizer: SGD(learningRate: 0.5), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
            try model.fit(x, y, epochs: 5, verbose: .silent, callbacks: callbacks, validationSplit: 0.2)
            #expect(try loadModel(folder + "/best.keras").layers.count == 1)
        }
    }

    @Test func partsOfOnesOwn() throws {
        try withFolder { folder in
            let model = try Sequential(seed: 1) {
                Input(shape: [2])
                Linear(8)
                ActivationLayer(.tanh)
                Linear(1)
            }
            model.compile(optimizer: Adam(learningRate: 0.05), loss: AsymmetricError())
            let target = y.cast(to: .float32).reshaped(to: [200, 1])
            try model.fit(x, target, epochs: 5, verbose: .silent)
            try model.save(folder + "/linear.keras")

            Registry.layers.register("Linear") { Linear(try $0.int("units"), name: try $0.string("name")) }
            Registry.losses.register(AsymmetricError.self)
            let copy = try loadModel(folder + "/linear.keras")
            #expect(try copy.predict(x).scalars() as [Float] == model.predict(x).scalars())
        }
    }

    @Test func aTrainingLoop() throws {
        let model = try Sequential(seed: 1) {
            Input(shape: [2])
            Dense(8, activation: .relu)
            Dense(2)
        }
        let loss = SparseCategoricalCrossentropy(fromLogits: true)
        let rate = 0.1
        var values: [Float] = []
        for _ in 0..<50 {
            let (value, gradients) = try valueAndGradient(withRespectTo: model.trainableWeights) {
                loss(target: y, prediction: try model(x, training: true))
            }
            for (weight, gradient) in zip(model.trainableWeights, gradients) {
                try weight.assign(weight.value - gradient * rate)
            }
            values.append(try value.scalar())
        }
        #expect(values.last! < values[0] * 0.8)
    }

    @Test func saving() throws {
        try withFolder { folder in
            let model = try Sequential(seed: 1) {
                Input(shape: [2])
                Dense(2)
            }
            try model.save(folder + "/model.keras")
            let copy = try loadModel(folder + "/model.keras")
            try model.saveWeights(folder + "/model.weights.h5")
            try copy.loadWeights(folder + "/model.weights.h5")
            try copy.setWeights(try model.getWeights())
            #expect(try copy.predict(x).scalars() as [Float] == model.predict(x).scalars())
        }
    }

    @Test func text() throws {
        let reviews = ["a fine film", "dull and long", "a fine cast", "long, dull, loud"]
        let vectorize = TextVectorization(maxTokens: 100, outputMode: .multiHot)
        try vectorize.adapt(reviews)
        let model = try Sequential(seed: 1) {
            Input.text()
            vectorize
            Dense(1, activation: .sigmoid)
        }
        model.compile(optimizer: Adam(learningRate: 0.1), loss: .binaryCrossentropy)
        try model.fit(reviews, Tensor([1, 0, 1, 0], shape: [4, 1]), epochs: 30, verbose: .silent)
        let liking: [Float] = try model.predict(["a fine show", "loud and dull"]).scalars()
        #expect(liking[0] > 0.5 && liking[1] < 0.5)
    }

    @Test func tables() throws {
        try withFolder { folder in
            let values: [Float] = try x.scalars()
            let rows = (0..<200).map { row in
                let (a, b) = (values[2 * row], values[2 * row + 1])
                return "\(a),\(b),\(a > 0 ? "right" : "left")\n"
            }
            try Data(("a,b,side\n" + rows.joined()).utf8).write(to: URL(fileURLWithPath: folder + "/points.csv"))
            let table = try Table(csv: folder + "/points.csv")
            let (train, test) = try trainTestSplit(table, testFraction: 0.2, stratifiedBy: "side")
            var settings = TableSettings()
            settings.hidden = [16]
            let training = try TableTraining(train, target: "side", settings)
            let model = try training.run(verbose: .silent)
            try model.save(folder + "/points.keras")
            let predictions = try TableModel(folder + "/points.keras").predict(test)
            #expect(predictions.classes.count == 40)
        }
    }
}
