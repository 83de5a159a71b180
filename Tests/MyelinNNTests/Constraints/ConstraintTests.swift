import Myelin
import MyelinNN
import TestSupport
import Testing

struct ConstraintTests {
    struct File: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let name: String
            let arguments: GoldenArguments
            let serialized: GoldenConfig
            let y: GoldenTensor
        }
        let weight: GoldenTensor
        let constraints: [Case]
    }

    private func make(_ value: ConfigValue) throws -> any Constraint {
        try Registry.constraints.make(value, owner: "test")
    }

    @Test func valuesAndFormsAreKeras() throws {
        let file = try golden("weights", as: File.self)
        for test in file.constraints {
            let constraint = try make(test.arguments.serialized(className: test.name))
            #expect(try mismatch(constraint(file.weight.tensor), test.y) == nil, "\(test.name)")
            let form = test.serialized.value
            #expect(constraint.serialized.withoutIntegers == form.withoutIntegers)
            #expect(try make(form).serialized == constraint.serialized)
        }
        #expect(try make("max_norm") is MaxNorm)
        #expect(try make("non_neg") is NonNeg)
    }

    /// What training does with the new values of the weights.
    @Test func updatesAreConstrained() throws {
        let dense = Dense(2, kernelConstraint: .nonNeg, biasConstraint: .maxNorm(1))
        let norm = BatchNormalization(betaConstraint: .nonNeg)
        let model = try Sequential([Input(shape: [2]), dense, norm])
        let other = try Variable(Tensor([-1]))
        let constraints = model.constraints
        let given = [
            (dense.kernel!, Tensor([[-1, 2], [3, -4]])), (dense.bias!, Tensor([3, 4])),
            (norm.gamma!, Tensor([-1, -1])),
            (norm.beta!, Tensor([-1, 1])), (other, Tensor([-1])),
        ]
        let updates = given.map { (value: constraints[$0.0]?($0.1) ?? $0.1, $0.0) }
        let values = try updates.map { try $0.value.scalars() }
        #expect(values[0] == [0, 2, 3, 0])
        #expect(try mismatch(updates[1].value, Tensor([0.6, 0.8])) == nil)
        #expect(values[2] == [-1, -1])
        #expect(values[3] == [0, 1])
        #expect(values[4] == [-1])
    }

    @Test func layersKeepThem() throws {
        let layers: [Layer] = [
            Dense(2, activityRegularizer: .l1(0.5), kernelConstraint: .unitNorm(), biasConstraint: .nonNeg, name: "a"),
            Conv2D(2, 3, activityRegularizer: .l2, kernelConstraint: .maxNorm(axes: [0, 1, 2]), name: "b"),
            BatchNormalization(
                gammaInitializer: .constant(2), betaRegularizer: .l2, gammaConstraint: .minMaxNorm(), name: "c"),
        ]
        for layer in layers {
            let config = layer.config.merging(["name": .string(layer.name)]) { own, _ in own }
            let copy = try Registry.layers.make(layer.className, config: config)
            #expect(copy.config == layer.config)
        }
        #expect(throws: MyelinError(.unknownName, "Dense 'd': unknown constraint 'norm'")) {
            try Registry.layers.make("Dense", config: ["name": "d", "units": 2, "kernel_constraint": "norm"])
        }
    }

    /// The penalty of an output is divided by the size of the batch.
    @Test func activityIsPenalized() throws {
        let dense = Dense(
            1, useBias: false, kernelInitializer: .ones, activityRegularizer: .l2(0.5))
        let model = try Sequential([Input(shape: [2]), dense])
        model.compile(optimizer: SGD(), loss: .mse)
        let logs = try model.evaluate(Tensor([[1, 2], [3, 1]]), Tensor([[3], [4]]))
        // Outputs 3 and 4 without error: 0.5 * (9 + 16) / 2.
        #expect(abs(logs["loss"]! - 6.25) < 1e-5)
    }
}
