import Myelin
import MyelinNN
import TestSupport
import Testing

/// The networks whose sizes are known from the field.
struct ModelSizeTests {
    @Test func aConvNetForDigits() throws {
        let model = try Sequential {
            Input(shape: [28, 28, 1])
            Conv2D(32, 3, activation: .relu)
            MaxPooling2D(2)
            Conv2D(64, 3, activation: .relu)
            MaxPooling2D(2)
            Flatten()
            Dropout(0.5)
            Dense(10, activation: .softmax)
        }
        #expect(model.parameterCount == 34_826)
        let shapes = try model.summarized().rows.map { $0.outputShapes[0] }
        #expect(
            shapes == [
                [nil, 26, 26, 32], [nil, 13, 13, 32], [nil, 11, 11, 64], [nil, 5, 5, 64], [nil, 1600], [nil, 1600],
                [nil, 10],
            ])
    }

    @Test func denseNetworks() throws {
        #expect(try Sequential([Input(shape: [784]), Dense(30), Dense(30), Dense(10)]).parameterCount == 24_790)
        #expect(try Sequential([Input(shape: [10_000]), Dense(16), Dense(16), Dense(1)]).parameterCount == 160_305)
    }

    @Test func theFirstConvolutionOfAlexNet() throws {
        let model = try Sequential {
            Input(shape: [227, 227, 3])
            Conv2D(96, 11, strides: 4, activation: .relu)
            MaxPooling2D(3, strides: 2)
        }
        #expect(model.parameterCount == 34_944)
        #expect(try model.summarized().rows.map { $0.outputShapes[0] } == [[nil, 55, 55, 96], [nil, 27, 27, 96]])
        #expect(try model.predict(Tensor.zeros([1, 227, 227, 3])).shape == [1, 27, 27, 96])
    }

    @Test func operationsOfAPrediction() throws {
        // A multiplication and an addition for each weight, and an addition for each bias, at the least.
        let flops = try Sequential([Input(shape: [100]), Dense(50)]).summarized().flopsPerSample
        #expect((10_000...10_200).contains(flops))
    }
}

struct SequentialTests {
    @Test func withoutAnInputItIsBuiltByTheFirstData() throws {
        let model = try Sequential([Dense(3), Dense(2)], seed: 1)
        #expect(!model.isConnected)
        #expect(
            errorText { try model.summarized() }
                == "sequential: is not built yet; give it an Input at the front, or data by fit or predict")
        #expect(try model.predict(Tensor.zeros([5, 4])).shape == [5, 2])
        #expect(model.isConnected && model.parameterCount == 15 + 8)
        // The same seed gives the same weights, however the shape became known.
        let other = try Sequential([Input(shape: [4]), Dense(3), Dense(2)], seed: 1)
        #expect(try model.getWeights().map { try $0.scalars() } == other.getWeights().map { try $0.scalars() })
    }

    @Test func layersAreNamedAsInKeras() throws {
        let model = try Sequential([Input(shape: [4]), Dense(3), Dense(3, name: "dense_1"), Dense(2), Flatten()])
        #expect(model.layers.map(\.name) == ["dense", "dense_1", "dense_2", "flatten"])
        #expect(
            errorText { try Sequential([Input(shape: [4]), Dense(3, name: "a"), Dense(2, name: "a")]) }
                == "two layers are named 'a'")
        #expect(try model.layer(named: "dense_1") is Dense)
        #expect(
            errorText { try model.layer(named: "lstm") }
                == "sequential: no layer 'lstm'; there are dense, dense_1, dense_2, flatten")
    }

    @Test func builderTakesConditionsAndLoops() throws {
        let isDeep = true
        let model = try Sequential {
            Input(shape: [4])
            for units in [8, 6] { Dense(units) }
            if isDeep { Dense(5) } else { Dense(50) }
            if !isDeep { Dropout(0.5) }
            Dense(1)
        }
        #expect(model.layers.compactMap { ($0 as? Dense)?.units } == [8, 6, 5, 1])
    }

    @Test func weightsInAndOut() throws {
        let model = try Sequential([Input(shape: [2]), Dense(3), BatchNormalization()])
        // Trained ones first, as in Keras.
        #expect(model.weights.map(\.name) == ["kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance"])
        let values = model.weights.enumerated().map { Tensor.full($1.shape, Double($0)) }
        try model.setWeights(values)
        #expect(try model.getWeights().map { try $0.scalars()[0] } == [0, 1, 2, 3, 4, 5])
        #expect(
            errorText { try model.setWeights(Array(values.dropLast())) }
                == "sequential: expected values for 6 weights, got 5")
        var wrong = values
        wrong[1] = .zeros([4])
        #expect(
            errorText { try model.setWeights(wrong) } == "sequential: weight 1 (bias): expected shape (3,), got (4,)")
        // Nothing was changed by the attempt.
        #expect(try model.getWeights().map { try $0.scalars()[0] } == [0, 1, 2, 3, 4, 5])
    }

    @Test func weightsThatWereReadDoNotChange() throws {
        let model = try Sequential([Input(shape: [1]), Dense(1)], seed: 1)
        let before = try model.getWeights()
        let first = try before[0].scalars()
        try model.setWeights([Tensor([[7]]), Tensor([8])])
        #expect(try before[0].scalars() == first)
    }
}

struct FunctionalModelTests {
    /// Two inputs through one shared layer, two outputs.
    private func twins() throws -> Model {
        let left = Input(shape: [3], name: "left"), right = Input(shape: [3], name: "right")
        let shared = Dense(4, activation: .tanh, name: "shared")
        let (a, b) = (shared(left), shared(right))
        let difference = Difference(name: "difference")([a, b])
        return try Model(
            inputs: [left, right], outputs: [Dense(1, name: "score")(difference), Dense(2, name: "other")(a)], seed: 4)
    }

    private final class Difference: Layer {
        override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] { [inputs[0] - inputs[1]] }
    }

    @Test func sharedLayersHaveOneSetOfWeights() throws {
        let model = try twins()
        #expect(model.parameterCount == 16 + 5 + 10)
        #expect(model.inputNames == ["left", "right"])
        let x = Tensor([[1, 2, 3], [0, 1, 0]])
        let same = try model.predict([x, x])
        // Equal inputs leave the bias alone, which begins at zero.
        #expect(try same[0].scalars() == [0, 0])
        #expect(same[1].shape == [2, 2])
        #expect(try model.predict([x, x + 1])[0].scalars() != [0, 0])
    }

    @Test func severalInputsAndOutputsAreTrained() throws {
        let model = try twins()
        model.compile(
            optimizer: Adam(learningRate: 0.01),
            losses: [.meanSquaredError, .sparseCategoricalCrossentropy(fromLogits: true)],
            lossWeights: [1, 0.5], metrics: [[], [.accuracy]])
        let x = Tensor(scattered(60).map { Float($0) }, shape: [20, 3]),
            z = Tensor(scattered(60, seed: 2).map { Float($0) }, shape: [20, 3])
        let labels = x[.all, 0].greater(0).cast(to: .int32)
        let history = try model.fit(
            [x, z], [(x - z).sum(axes: [1]), labels], batchSize: 7, epochs: 60, verbose: .silent)
        #expect(history["loss"].last! < history["loss"][0] * 0.5)
        #expect(history.names == ["loss", "score_loss", "other_loss", "other_accuracy"])
        #expect(history["other_accuracy"].last! > 0.9)
        #expect(try model.evaluate([x, z], [(x - z).sum(axes: [1]), labels])["loss"]! < history["loss"][0])
    }

    @Test func aModelIsALayerOfAnother() throws {
        let inner = try Sequential([Input(shape: [3]), Dense(4, activation: .relu), Dense(2)], name: "inner", seed: 1)
        let x = Input(shape: [3])
        let outer = try Model(inputs: x, outputs: Dense(1)(inner(x)), seed: 2)
        #expect(outer.parameterCount == 16 + 10 + 3)
        #expect(outer.trainableWeights.count == 6)
        let data = Tensor(scattered(12).map { Float($0) }, shape: [4, 3])
        let hidden = try inner.predict(data)
        let last = outer.weights
        let expected = matmul(hidden, last[4].value) + last[5].value
        #expect(try mismatch(outer.predict(data), expected, rtol: 1e-5, atol: 1e-6) == nil)
        outer.compile(optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError)
        let before = try inner.getWeights().map { try $0.scalars() }
        try outer.fit(data, Tensor.ones([4, 1]), epochs: 1, verbose: .silent)
        #expect(try inner.getWeights().map { try $0.scalars() } != before)
        // Frozen, it stays as it is.
        inner.trainable = false
        outer.compile(optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError)
        let frozen = try inner.getWeights().map { try $0.scalars() }
        try outer.fit(data, Tensor.ones([4, 1]), epochs: 1, verbose: .silent)
        #expect(try inner.getWeights().map { try $0.scalars() } == frozen)
        #expect(outer.trainableWeights.count == 2)
    }

    @Test func mistakesAreThrownWhenTheModelIsMade() throws {
        let x = Input(shape: [3], name: "x"), y = Input(shape: [3], name: "y")
        #expect(
            errorText { try Model(inputs: [x], outputs: [Difference()([x, y])]) }
                == "y: the outputs depend on this input, which the model does not have")
        let broken = Conv2D(4, 3, name: "images")(x)
        #expect(
            errorText { try Model(inputs: x, outputs: Dense(1)(broken)) }?.hasPrefix(
                "images: expected an input of rank 4") == true)
        let model = try twins()
        #expect(
            errorText { try model.predict([Tensor.zeros([2, 3])]) } == "functional: expected data for 2 inputs, got 1")
        #expect(
            errorText { try model.predict([Tensor.zeros([2, 3]), .zeros([2, 4])]) }
                == "right: expected an input of shape (batch, 3), got (2, 4)")
        #expect(
            errorText { try model.predict([Tensor.zeros([2, 3]), .zeros([5, 3])]) }
                == "x[0] has 2 samples, x[1] has 5: every array needs the same number")
        #expect(
            errorText { try model.predict(Tensor.zeros([2, 3])) } == "functional: expected data for 2 inputs, got 1")
    }

    @Test func deepNetworksAreDrawnWithoutRecursion() throws {
        let x = Input(shape: [1])
        var y = x.symbolic
        for _ in 0..<2000 { y = ActivationLayer(.relu)(y) }
        let model = try Model(inputs: x, outputs: y)
        #expect(try model.predict(Tensor([[3], [-3]])).scalars() == [3, 0])
    }
}
