import Myelin
import MyelinNN
import TestSupport
import Testing

/// Each layer's values and gradients as Keras computes them.
struct LayerGoldenTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let training: Bool
        let input: GoldenTensor
        let weights: [GoldenTensor]
        let output: GoldenTensor
        let outputWeights: GoldenTensor
        let inputGradient: GoldenTensor
        let weightGradients: [GoldenTensor]
        let stateAfter: [GoldenTensor]

        enum CodingKeys: String, CodingKey {
            case name, arguments, training, input, weights, output
            case outputWeights = "output_weights"
            case inputGradient = "input_gradient"
            case weightGradients = "weight_gradients"
            case stateAfter = "state_after"
        }

        var testDescription: String { "\(name) \(arguments.values) on \(input.shape)\(training ? ", training" : "")" }

        /// The layer with the case's weights.
        func makeLayer() throws -> Layer {
            var settings = arguments.values
            settings["name"] = "layer"
            let layer = try Registry.layers.make(name, config: settings)
            _ = try layer(input.tensor)
            #expect(layer.weights.map(\.name) == weights.map { $0.name ?? "" })
            for (variable, weight) in zip(layer.weights, weights) { try variable.assign(weight.tensor) }
            return layer
        }
    }

    private static let cases = Result {
        try ["layers", "spatial_layers", "normalization_layers"].flatMap {
            try golden($0, as: GoldenCases<Case>.self).cases
        }
    }

    @Test(arguments: try cases.get())
    func matchesKeras(_ test: Case) throws {
        let layer = try test.makeLayer()
        let x = test.input.tensor
        let context = CallContext(training: test.training)
        let output = try layer.call(x, context)
        #expect(try mismatch(output, test.output, rtol: 2e-6, atol: 2e-6) == nil, "output")
        let root = (output * test.outputWeights.tensor).sum()
        let inputGradient = try gradient(of: root, withRespectTo: x)
        #expect(try mismatch(inputGradient, test.inputGradient, rtol: 1e-5, atol: 1e-5) == nil, "input gradient")
        let slopes = try gradient(of: root, withRespectTo: layer.trainableWeights)
        #expect(slopes.count == test.weightGradients.count)
        for (slope, expected) in zip(slopes, test.weightGradients) {
            #expect(try mismatch(slope, expected, rtol: 1e-5, atol: 1e-5) == nil, "gradient of \(expected.name ?? "")")
        }
        for (variable, expected) in zip(layer.nonTrainableWeights, test.stateAfter) {
            #expect(
                try mismatch(context.value(of: variable), expected, rtol: 2e-6, atol: 2e-6) == nil, "\(variable.name)")
        }
    }

    @Test(arguments: try cases.get())
    func configurationMakesTheSameLayerAgain(_ test: Case) throws {
        let layer = try test.makeLayer()
        var settings = layer.config
        settings["name"] = "copy"
        let copy = try Registry.layers.make(layer.className, config: settings)
        #expect(copy.config == layer.config)
        _ = try copy(test.input.tensor)
        for (new, old) in zip(copy.weights, layer.weights) { try new.assign(old.value) }
        #expect(
            try copy.call(test.input.tensor, CallContext()).scalars()
                == layer.call(test.input.tensor, CallContext()).scalars())
    }
}
