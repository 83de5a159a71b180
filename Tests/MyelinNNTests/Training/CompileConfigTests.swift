import Myelin
import MyelinNN
import TestSupport
import Testing

/// What a file's `compile_config` means in training, where Keras' rule is easily missed. Values by hand.
struct CompileConfigTests {
    private let x = Tensor([[1], [2]] as [[Float]])
    private let y = Tensor([[0], [0]] as [[Float]])

    /// One weight of 1 without a bias: the losses of `x` and `y` are 1 and 4.
    private func model(_ regularizer: (any Regularizer)? = nil, trainable: Bool = true) throws -> Sequential {
        let layer = Dense(1, useBias: false, kernelInitializer: .ones, kernelRegularizer: regularizer)
        layer.trainable = trainable
        return try Sequential([Input(shape: [1]), layer])
    }

    private func settings(_ loss: ConfigValue) -> ConfigValue {
        [
            "optimizer": ["module": "keras.optimizers", "class_name": "SGD", "config": ["learning_rate": 0.1]],
            "loss": loss,
        ]
    }

    private func loss(_ className: String, _ config: ConfigObject) -> ConfigValue {
        ["module": "keras.losses", "class_name": .string(className), "config": .object(config)]
    }

    /// Keras asks the trainable weights alone for their penalties.
    @Test(arguments: [(true, 3.0), (false, 2.5)])
    func aFrozenWeightCostsNothing(_ trainable: Bool, _ expected: Double) throws {
        let model = try model(L2(0.5), trainable: trainable)
        try model.compile(config: settings("mse"))
        #expect(try model.evaluate(x, y)["loss"] == expected)
    }

    /// TensorFlow takes the gradient of the sum, 2 * 1 * 1 + 2 * 2 * 2 = 10, and Keras logs the mean.
    @Test(arguments: [ConfigValue.null, "none"])
    func unreducedLossesCountByTheirSum(_ reduction: ConfigValue) throws {
        let model = try model()
        try model.compile(config: settings(loss("MeanSquaredError", ["reduction": reduction])))
        let history = try model.fit(x, y, epochs: 1, verbose: .silent)
        #expect(history["loss"] == [2.5])
        #expect(try model.weights[0].value.scalars(Float.self)[0].magnitude < 1e-6)
    }

    /// The penalty w² / 2 has the gradient w, so that 1 becomes 0.9.
    @Test func withoutALossPenaltiesAreTrained() throws {
        let model = try model(L2(0.5))
        try model.compile(config: settings(nil))
        #expect(try model.fit(x, y, epochs: 1, verbose: .silent)["loss"] == [0.5])
        #expect(try mismatch(model.weights[0].value.scalars(Float.self).map(Double.init), [0.9], rtol: 1e-6) == nil)
        let bare = try self.model()
        try bare.compile(config: settings(nil))
        #expect(
            errorText { try bare.evaluate(x, y) }
                == "sequential: there is nothing to make small; give compile a loss, or layers a regularizer")
    }

    @Test(
        arguments: [
            (3, "compile_config: expected optimizer, loss and metrics, got 3"),
            (
                ["optimizer": "sgd", "loss": ["class_name": "MeanSquaredError", "config": false]],
                "compile_config: loss MeanSquaredError: expected settings, got false"
            ),
        ] as [(ConfigValue, String)])
    func whatIsNoConfiguration(_ config: ConfigValue, _ text: String) throws {
        #expect(errorText { try model().compile(config: config) } == text)
    }

    @Test func aLossKeepsItsName() throws {
        let model = try model()
        let named = loss("MeanSquaredError", ["name": "mine", "reduction": "sum"])
        try model.compile(config: settings(named))
        guard case .object(let all) = model.compileConfig, case .object(let written)? = all["loss"] else {
            Issue.record("no loss was written")
            return
        }
        #expect(written["config"] == ["name": "mine", "reduction": "sum"])
    }

    @Test(arguments: ["ce", "CE", "crossentropy", "Crossentropy"])
    func crossentropyInCapitals(_ word: String) throws {
        let model = try model()
        try model.compile(config: settings(.string(word)))
        guard case .object(let all) = model.compileConfig else { return }
        #expect(all["loss"] == "crossentropy")
    }

    /// Keras has a loss and a metric of this name: -1 and 1 for the same direction. Its function is the loss.
    @Test func aFunctionIsTheLoss() throws {
        func value(_ form: ConfigValue) throws -> Double? {
            let model = try model()
            guard case .object(var all) = settings("mse") else { return nil }
            all["metrics"] = [form]
            try model.compile(config: .object(all))
            let logs = try model.evaluate(x, x)
            return logs.names.first { $0 != "loss" }.flatMap { logs[$0] }
        }
        let function: ConfigValue = ["class_name": "function", "config": "cosine_similarity"]
        #expect(try value(function) == -1)
        #expect(
            try value(["class_name": "MeanMetricWrapper", "config": ["name": "similarity", "fn": function]]) == -1)
        #expect(try value("cosine_similarity") == 1)
        #expect(try value(["class_name": "CosineSimilarity", "config": [:]]) == 1)
    }

    /// Batches of 2 and 1 with the means (1 + 4) / 2 and 9: a loss as a metric weighs them alike, a metric by their size.
    @Test(arguments: [("keras.losses", 5.75), ("keras.metrics", 14.0 / 3)])
    func aLossAsAMetricCountsBatches(_ module: String, _ expected: Double) throws {
        let model = try model()
        guard case .object(var all) = settings("mse") else { return }
        let config: ConfigObject = ["name": "error"]
        all["metrics"] = [["module": .string(module), "class_name": "MeanSquaredError", "config": .object(config)]]
        try model.compile(config: .object(all))
        let x = Tensor([[1], [2], [3]] as [[Float]])
        let error = try model.evaluate(x, x * 0, batchSize: 2)["error"]
        #expect(mismatch([error ?? .nan], [expected], rtol: 1e-6) == nil)
    }

    /// Layers that are a cell and its options in one read the penalty on their outputs as others do.
    @Test func recurrentLayersKeepTheirActivityRegularizer() throws {
        let layers: [Layer] = [
            SimpleRNN(2, activityRegularizer: L2(0.5)), LSTM(2, activityRegularizer: L2(0.5)),
            GRU(2, activityRegularizer: L2(0.5)), ConvLSTM2D(2, 3, activityRegularizer: L2(0.5)),
        ]
        for layer in layers {
            let copy = try Registry.layers.make(layer.className, config: layer.config.merging(["name": "copy"]) { $1 })
            #expect(copy.activityRegularizer?.serialized == L2(0.5).serialized, "\(layer.className)")
        }
    }
}
