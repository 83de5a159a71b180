import Myelin
import MyelinNN
import TestSupport
import Testing

/// Attention with several inputs and arguments, as Keras computes it.
struct AttentionGoldenTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let call: GoldenArguments
        let inputs: [GoldenTensor]
        let mask: GoldenTensor?
        let weights: [GoldenTensor]
        let outputs: [GoldenTensor]
        let outputWeights: [GoldenTensor]
        let inputGradients: [GoldenTensor]
        let weightGradients: [GoldenTensor]

        enum CodingKeys: String, CodingKey {
            case name, arguments, call, inputs, mask, weights, outputs
            case outputWeights = "output_weights"
            case inputGradients = "input_gradients"
            case weightGradients = "weight_gradients"
        }

        var testDescription: String { "\(name) \(arguments.values) \(call.values)" }
    }

    @Test(arguments: try golden("attention", as: GoldenCases<Case>.self).cases)
    func matchesKeras(_ test: Case) throws {
        var settings = test.arguments.values
        settings["name"] = "layer"
        let layer = try Registry.layers.make(test.name, config: settings)
        var inputs = test.inputs.map(\.tensor)
        var arguments = CallArguments(
            positional: inputs.indices.map { .tensor($0) }, named: test.call.values.mapValues { .literal($0) })
        if let mask = test.mask {
            arguments.named["attention_mask"] = .tensor(inputs.count)
            inputs.append(mask.tensor.cast(to: .bool))
        }
        try layer.build(inputs.map(\.shape), arguments)
        #expect(layer.trainableWeights.count == test.weights.count)
        for (variable, weight) in zip(layer.trainableWeights, test.weights) { try variable.assign(weight.tensor) }
        let outputs = try layer.call(inputs, arguments, CallContext())
        #expect(outputs.count == test.outputs.count)
        for (output, expected) in zip(outputs, test.outputs) {
            #expect(try mismatch(output, expected, rtol: 1e-5, atol: 5e-6) == nil)
        }
        let root = zip(outputs, test.outputWeights).reduce(Tensor(0)) { $0 + ($1.0 * $1.1.tensor).sum() }
        let sources = Array(inputs.prefix(test.inputs.count))
        for (slope, expected) in zip(try gradient(of: root, withRespectTo: sources), test.inputGradients) {
            #expect(try mismatch(slope, expected, rtol: 2e-5, atol: 2e-5) == nil, "gradient of an input")
        }
        let slopes = try gradient(of: root, withRespectTo: layer.trainableWeights)
        for (slope, expected) in zip(slopes, test.weightGradients) {
            #expect(try mismatch(slope, expected, rtol: 2e-5, atol: 2e-5) == nil, "gradient of a weight")
        }
        #expect(
            try Registry.layers.make(layer.className, config: layer.config.merging(["name": "copy"]) { $1 }).config
                == layer.config)
    }

    @Test func numbersOutsideOfATableAreNamed() throws {
        let x = Input(shape: [2], dtype: .int32)
        let model = try Sequential([x, Embedding(5, 3, name: "words"), Flatten(), Dense(1)])
        model.compile(optimizer: SGD(), loss: MeanSquaredError())
        let before = try model.weights.map { try $0.value.scalars() }
        let ids = Tensor([Int32(0), 4, 7, 1], shape: [2, 2])
        let message = "words: expected whole numbers from 0 to 4, got 7"
        #expect(errorText { _ = try model.predict(ids) } == message)
        #expect(
            errorText { try model.fit(ids, Tensor([1, 2], shape: [2, 1]), epochs: 1, verbose: .silent) } == message)
        #expect(try model.weights.map { try $0.value.scalars() } == before)
        // As TensorFlow: negative ones count from the end.
        let last = try model.predict(Tensor([Int32(-1), 4], shape: [1, 2])).scalars()
        #expect(try model.predict(Tensor([Int32(4), -1], shape: [1, 2])).scalars() == last)
    }
}
