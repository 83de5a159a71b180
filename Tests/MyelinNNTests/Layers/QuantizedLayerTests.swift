import Myelin
import MyelinNN
import Testing

/// Layers whose weights Keras 3.15.1 rounded by `quantize`: from the weights that it saves to what it computes.
struct QuantizedLayerTests {
    private struct Case {
        let className: String
        let mode: String
        let config: ConfigObject
        let weights: [[Float]]
        let input: Tensor
        let output: [Float]
    }

    private static var x: Tensor { Tensor([1, -2, 0.5] as [Float], shape: [1, 3]) }

    private static var cases: [Case] {
        [
            Case(
                className: "Dense", mode: "int8", config: ["units": 2],
                weights: [[-122, 123, -127, 127, 35, 64], [1, 1], [164.02803, 121.52306]], input: x,
                output: [1.90641, 0.19538]),
            Case(
                className: "EinsumDense", mode: "int8",
                config: ["equation": "abc,cd->abd", "output_shape": [nil, 2], "bias_axes": "d"],
                weights: [[-1, -127, 101, -107, 127, -39], [0, 0], [144.15982, 119.74904]],
                input: x.reshaped(to: [1, 1, 3]), output: [-0.96426, 0.55405]),
            Case(
                className: "Embedding", mode: "int8", config: ["input_dim": 3, "output_dim": 2],
                weights: [[-1, -127, 99, -127, 127, -47], [2623.56494, 3103.7334, 3158.37598]],
                input: Tensor([Int32(2), 0], shape: [1, 2]), output: [0.04021, -0.01488, -0.00038, -0.04841]),
            Case(
                className: "Dense", mode: "int4/2", config: ["units": 3, "use_bias": false],
                weights: [
                    [-121, 7, 120, 8, 119, 7], [0.05428, 0.11816, 0.06226, 0.03209, 0.04848, 0.03613],
                    [7, 0, -3, -8, -8, -8], [0, 0, 1],
                ], input: x, output: [1.86911, -2.23582, 1.51618]),
            Case(
                className: "Dense", mode: "int4/-1", config: ["units": 3, "use_bias": false],
                weights: [[-112, 7, 105, 13, 84, 6], [8.55362, 7.23031, 10.96158]], input: x,
                output: [1.87055, -2.28206, 1.45964]),
            Case(
                className: "Embedding", mode: "int4/2", config: ["input_dim": 2, "output_dim": 3],
                weights: [[-121, 7, 120, 8], [0.00321, 0.00213, 0.00541, 0.00098], [7, -8, 0, 7], [0, 0, 1]],
                input: Tensor([Int32(1), 0], shape: [1, 2]),
                output: [-0.04327, 0.03786, -0.01477, 0, -0.0482, 0.03193]),
        ]
    }

    private func layer(_ test: Case) throws -> Layer {
        try Registry.layers.make(test.className, config: config(test))
    }

    private func config(_ test: Case) -> ConfigObject {
        let isInt4 = test.mode.hasPrefix("int4")
        var config = test.config
        config["name"] = "layer"
        config["dtype"] = [
            "module": "keras.dtype_policies", "class_name": isInt4 ? "Int4DTypePolicy" : "QuantizedDTypePolicy",
            "config": ["mode": .string(test.mode), "source_name": "float32"], "registered_name": .null,
        ]
        return config
    }

    @Test(arguments: cases.indices)
    func givesKerasNumbers(_ number: Int) throws {
        let test = Self.cases[number], layer = try layer(test)
        _ = try layer(test.input)
        #expect(layer.storedWeights.map(\.shape.count) == test.weights.map(\.count))
        for (variable, values) in zip(layer.storedWeights, test.weights) {
            try variable.assign(Tensor(values, shape: variable.shape))
        }
        let output = try layer(test.input).scalars(Float.self)
        #expect(
            zip(output, test.output).allSatisfy { abs($0 - $1) < 2e-4 }, "\(test.className) \(test.mode): \(output)")
        // The rounded weights do not learn, and the file's settings go back as they came.
        #expect(layer.trainableWeights.allSatisfy { $0.name == "bias" })
        #expect(layer.config["dtype"] == config(test)["dtype"])
    }

    @Test func theWayBackHasATableOfItsOwn() throws {
        let test = Case(
            className: "ReversibleEmbedding", mode: "int8",
            config: ["input_dim": 3, "output_dim": 2, "tie_weights": false],
            weights: [
                [-1, -127, 99, -127, 127, -47], [2623.56494, 3103.7334, 3158.37598], [-1, -127, 127, -127, 105, -59],
                [3103.7334, 2623.56494, 3977.47485],
            ], input: Tensor([1, -0.5] as [Float], shape: [1, 2]), output: [0.01998, -0.06826, 0.03929])
        let layer = try layer(test)
        _ = try layer(Tensor([Int32(0)], shape: [1, 1]))
        for (variable, values) in zip(layer.storedWeights, test.weights) {
            try variable.assign(Tensor(values, shape: variable.shape))
        }
        let arguments = CallArguments(positional: [.tensor(0)], named: ["reverse": .literal(true)])
        let output = try layer.call([test.input], arguments, CallContext())[0].scalars(Float.self)
        #expect(zip(output, test.output).allSatisfy { abs($0 - $1) < 1e-5 }, "\(output)")
    }

    /// As Keras: after loading the matrices are zero, they alone and the bias learn, and files have the kernel alone.
    @Test func lowRankMatricesStandBesideTheKernel() throws {
        let layer = try Registry.layers.make("Dense", config: ["name": "d", "units": 4, "lora_rank": 2])
        let x = Tensor.ones([1, 3])
        let before = try layer(x).scalars(Float.self)
        #expect(layer.parameterCount == 3 * 4 + 4 + 3 * 2 + 2 * 4)
        #expect(layer.trainableWeights.map(\.name) == ["bias", "lora_kernel_a", "lora_kernel_b"])
        #expect(layer.storedWeights.map(\.name) == ["kernel", "bias"])
        try layer.trainableWeights[1].assign(.ones([3, 2]))
        try layer.trainableWeights[2].assign(.ones([2, 4]))
        // 3 · 2 · alpha / rank, and alpha is the rank.
        #expect(try zip(layer(x).scalars(Float.self), before).allSatisfy { abs($0 - $1 - 6) < 1e-5 })
    }
}
