import Myelin
import MyelinNN
import TestSupport
import Testing

struct LayerTests {
    @Test func registryKnowsEveryLayerByItsKerasName() throws {
        let names = Registry.layers.names
        #expect(names.contains("Dense") && names.contains("InputLayer") && names.contains("MaxPooling2D"))
        #expect(
            errorText { try Registry.layers.make("Nonesuch", config: ["name": "l"]) }
                == "unknown layer class Nonesuch 'l'; register a class of one's own with Registry.layers.register")
    }

    @Test(arguments: [
        ("Dense", "dense"), ("Conv2D", "conv2d"), ("GlobalAveragePooling2D", "global_average_pooling2d"),
        ("BatchNormalization", "batch_normalization"), ("ReLU", "re_lu"), ("MaxPooling2D", "max_pooling2d"),
    ])
    func namesAreKerasSnakeCase(_ className: String, _ expected: String) { #expect(snakeCase(className) == expected) }

    /// With the values and element types of Keras 3.15.1.
    @Test func layersOfWholeNumbers() throws {
        func results(_ layer: Layer, _ inputs: [Tensor]) throws -> Tensor {
            try layer.call(inputs, CallArguments(tensors: inputs.count), CallContext())[0]
        }
        let a = Tensor([0, 1] as [Int32], shape: [1, 2]), b = Tensor([1, 1] as [Int32], shape: [1, 2])
        #expect(try results(Average(), [a, b]).scalars() == [0.5, 1])
        let bytes = Tensor([1, 4] as [UInt8], shape: [1, 1, 2, 1])
        let pooled = try MaxPooling2D([1, 2])(bytes)
        #expect(pooled.dtype == .uint8)
        #expect(try pooled.scalars() == [4])
        let wide = try Resizing(height: 1, width: 4)(bytes)
        #expect(wide.dtype == .uint8)
        #expect(try wide.scalars() == [1, 2, 3, 4])
    }

    /// The axes of the first and then those of the second are left, as in Keras' `batch_dot`.
    @Test func aDotOfManyAxes() throws {
        let a = Tensor([1, 2] as [Float], shape: [1, 1, 1, 2]),
            b = Tensor([3, 4, 5, 6] as [Float], shape: [1, 2, 1, 2])
        let product = try Dot(axes: 3).call([a, b], CallContext())[0]
        #expect(product.shape == [1, 1, 1, 2, 1])
        #expect(try product.scalars() == [11, 17])
    }

    @Test func layersOfSimpleFunctions() throws {
        let x = Tensor([[-2, 0.5, 3]])
        #expect(try ReLU()(x).scalars() == [0, 0.5, 3])
        #expect(try ReLU(maxValue: 1)(x).scalars() == [0, 0.5, 1])
        #expect(try ReLU(negativeSlope: 0.5, threshold: 1)(x).scalars() == [-1.5, -0.25, 3])
        #expect(try LeakyReLU(negativeSlope: 0.5)(x).scalars() == [-1, 0.5, 3])
        #expect(try ActivationLayer(.relu)(x).scalars() == [0, 0.5, 3])
        #expect(try mismatch(Softmax()(x).sum(), Double(1)) == nil)
        #expect(try Flatten()(Tensor.zeros([2, 3, 4])).shape == [2, 12])
        #expect(try Flatten()(Tensor.zeros([2])).shape == [2, 1])
        #expect(try Reshape([4, -1])(Tensor.zeros([2, 12])).shape == [2, 4, 3])
        #expect(try Rescaling(0.5, offset: 1)(Tensor([[2, 4]] as [[Float]])).scalars() == [2, 3])
        #expect(try Rescaling(1.0 / 255)(Tensor([255, 0] as [UInt8], shape: [1, 2])).scalars() == [1, 0])
    }

    @Test func aLayerOfOnesOwn() throws {
        final class Scale: Layer {
            var factor: Variable!
            override func build(_ input: Shape) throws {
                factor = addWeight("factor", shape: [input[input.rank - 1]], initializer: Ones())
            }
            override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x * factor.value }
        }
        let scale = Scale()
        let model = try Sequential([Input(shape: [2]), scale, Dense(1)], seed: 1)
        #expect(scale.name == "scale" && model.parameterCount == 2 + 3)
        model.compile(optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError)
        try model.fit(Tensor([[1, 2], [3, 4]]), Tensor([[1], [2]]), epochs: 3, verbose: .silent)
        #expect(try scale.factor.value.scalars() != [1, 1])
    }
}

struct DropoutTests {
    private func dropped(_ layer: Dropout, _ context: CallContext) throws -> [Float] {
        try layer.call(Tensor.ones([100, 100]), context).scalars()
    }

    @Test func dropsItsShareAndScalesTheRest() throws {
        let layer = Dropout(0.3)
        let x = Tensor.ones([100, 100])
        #expect(try layer(x).scalars() == x.scalars())
        let y = try layer(x, training: true).scalars()
        let zeros = y.count { $0 == 0 }
        #expect(abs(Double(zeros) / 10_000 - 0.3) < 0.02)
        #expect(y.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
    }

    @Test func everyStepDropsOthersAndTheGradientTheSame() throws {
        let model = try Sequential([Input(shape: [50]), Dropout(0.5)], seed: 3)
        let layer = try #require(model.layers[0] as? Dropout)
        let context = CallContext(training: true)
        let x = Tensor.ones([4, 50])
        let first = try layer.call(x, context), second = try layer.call(x, context)
        // A shared layer draws anew at each of its uses.
        #expect(try first.scalars() != second.scalars())
        #expect(context.updates.count == 1)
        let slope = try gradient(of: first.sum(), withRespectTo: x)
        #expect(try slope.scalars() == first.scalars())
    }

    @Test func theModelsSeedDecides() throws {
        func mask(_ seed: Int, dropoutSeed: Int? = nil) throws -> [Float] {
            let model = try Sequential([Input(shape: [50]), Dropout(0.5, seed: dropoutSeed)], seed: seed)
            return try model.layers[0].call(Tensor.ones([4, 50]), CallContext(training: true)).scalars()
        }
        #expect(try mask(1) == mask(1))
        #expect(try mask(1) != mask(2))
        // A seed of its own holds in every model.
        #expect(try mask(1, dropoutSeed: 9) == mask(2, dropoutSeed: 9))
        #expect(try mask(1, dropoutSeed: 9) != mask(1, dropoutSeed: 8))
    }

    @Test func rateZeroChangesNothing() throws {
        let x = Tensor([[1, 2]])
        #expect(try Dropout(0)(x, training: true).scalars() == [1, 2])
    }
}

struct BatchNormalizationTests {
    @Test func aFrozenLayerKeepsToItsMovingAverages() throws {
        let layer = BatchNormalization()
        let x = Tensor([[1, 10], [3, 30]])
        let before = try layer(x).scalars()
        layer.trainable = false
        #expect(try layer(x, training: true).scalars() == before)
    }

    @Test func trainingMovesTheAverages() throws {
        let layer = BatchNormalization(momentum: 0.5)
        let model = try Sequential([Input(shape: [2]), layer, Dense(1)], seed: 1)
        model.compile(optimizer: SGD(learningRate: 0), loss: .meanSquaredError)
        let x = Tensor([[1, 10], [3, 30]])
        try model.fit(x, Tensor([[0], [0]]), batchSize: 2, epochs: 1, verbose: .silent)
        #expect(try layer.movingMean.value.scalars() == [1, 10])
        #expect(try mismatch(layer.movingVariance.value, Tensor([1, 50.5]), rtol: 1e-6) == nil)
        // Evaluation changes nothing.
        try model.evaluate(x, Tensor([[0], [0]]))
        #expect(try layer.movingMean.value.scalars() == [1, 10])
    }
}

/// A layer with weights as another layer's activation, as Keras has it.
struct LayerActivationTests {
    @Test func itsWeightsAreAmongTheOthers() throws {
        let slopes: ConfigValue = [
            "module": "keras.layers", "class_name": "PReLU",
            "config": ["name": "slopes", "alpha_initializer": "ones"], "registered_name": .null,
        ]
        let x = Input(shape: [2]), config: ConfigObject = ["name": "d", "units": 3, "activation": slopes]
        let layer = try Registry.layers.make("Dense", config: config)
        let model = try Sequential([x, layer])
        #expect(model.trainableWeights.map(\.name) == ["kernel", "bias", "alpha"])
        #expect(layer.folders.map(\.path) == ["activation"])
        try model.setWeights([
            Tensor([1, -1, 2, 0, 1, -3] as [Float], shape: [2, 3]), Tensor([0, 0, 1] as [Float]),
            Tensor([0.5, 0.25, 2] as [Float]),
        ])
        // Products 1, 0, 0 and 2 · (-1) etc. below zero times their slope.
        let output = try model.predict(Tensor([1, 1, -1, 0] as [Float], shape: [2, 2])).scalars(Float.self)
        #expect(output == [1, 0, 0, -0.5, 1, -2])
        #expect(
            try Registry.layers.make("Dense", config: layer.config.merging(["name": "e"]) { $1 }).config == layer.config
        )
    }
}
