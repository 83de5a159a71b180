import Myelin
import Testing

@Suite struct MixedPrecisionTests {
    private func model(_ policy: DTypePolicy) throws -> Sequential {
        let model = try Sequential(seed: 3) {
            Input(shape: [4])
            Dense(8, activation: .tanh)
            Dense(1)
        }
        model.dtypePolicy = policy
        return model
    }
    private let x = Tensor((0..<64).map { Float($0 * 37 % 64) / 64 }, shape: [16, 4])

    /// One Dense layer by hand: inputs, weights and result rounded, the sum in Float32.
    @Test func inputsWeightsAndOutputsAreRounded() throws {
        let layer = Dense(1, useBias: false, kernelInitializer: Constant(0.1))
        layer.dtypePolicy = .mixedFloat16
        let y = try layer(Tensor([0.3, 1.7] as [Float], shape: [1, 2])).scalars(Float.self)[0]
        let half = { (x: Float) in Float(Float16(x)) }
        #expect(y == half(half(0.3) * half(0.1) + half(1.7) * half(0.1)))
        #expect(layer.kernel.dtype == .float32)
        #expect(try layer.kernel.value.scalars(Float.self) == [0.1, 0.1])
    }

    @Test(arguments: [DTypePolicy.mixedFloat16, .mixedBFloat16])
    func trainsNearlyAsInFloat32(_ policy: DTypePolicy) throws {
        let y = x.sum(axes: [1], keepDimensions: true)
        let losses = try [DTypePolicy.float32, policy].map { policy in
            let model = try model(policy)
            model.compile(optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError)
            #expect((model.optimizer is LossScaleOptimizer) == (policy == .mixedFloat16))
            return try model.fit(x, y, batchSize: 16, epochs: 300, verbose: .silent)["loss"].last!
        }
        #expect(losses[0] < 0.01 && losses[1] < 0.02)
        #expect(losses[0] != losses[1])
    }

    @Test func aFileKeepsThePolicy() throws {
        let policies = try ["float32", "mixed_bfloat16"].map { name in
            let config = try model(name == "float32" ? .float32 : .mixedBFloat16).serialized
            let loaded = try Model.make(config: config)
            #expect(loaded.layers.map(\.dtypePolicy.name) == [name, name])
            return loaded.dtypePolicy.name
        }
        #expect(policies == ["float32", "mixed_bfloat16"])
    }
}
