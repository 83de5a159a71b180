import Myelin
import TestSupport
import Testing

// Each part of one's own that Myelin takes, in about ten lines, trained, saved, and loaded through its registration.

/// A loss: the mean of the fourth powers of the errors.
private struct FourthPower: Loss {
    static let className = "FourthPower"

    init() {}
    init(config: Config) throws {}

    func values(target: Tensor, prediction: Tensor) -> Tensor { square(square(prediction - target)).mean(axes: [-1]) }
}

/// A metric: how far predictions lie above the targets on average.
private final class MeanBias: Mean {
    override var className: String { "MeanBias" }
    override func values(target: Tensor, prediction: Tensor) -> Tensor { prediction - target }
}

/// An optimizer: steps of one length in the direction of the gradient's sign.
private final class SignDescent: Optimizer {
    override var className: String { "SignDescent" }
    override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        (variable - sign(gradient) * step.learningRate(as: variable.dtype), [])
    }
}

/// A layer: each feature times a weight of its own.
private final class Scale: Layer {
    private var factor: Variable!

    override func build(_ input: Shape) throws {
        factor = addWeight("factor", shape: [input[input.rank - 1]], initializer: Ones())
    }

    override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x * factor.value }
}

/// A callback: ends training when the loss is small enough.
private final class StopBelow: Callback {
    private let limit: Double
    init(_ limit: Double) { self.limit = limit }

    override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
        if let loss = logs["loss"], loss < limit { model?.stopTraining = true }
    }
}

struct OwnPartsTests {
    private let x = Tensor(scattered(200).map { Float($0) }, shape: [50, 4])
    private var y: Tensor { x.sum(axes: [1], keepDimensions: true) * 0.5 }

    @Test func areTrainedSavedAndLoaded() throws {
        try withFolder { folder in
            let model = try Sequential(seed: 1) {
                Input(shape: [4])
                Scale()
                Dense(1)
            }
            model.compile(
                optimizer: SignDescent(learningRate: 0.01), loss: FourthPower(), metrics: [MeanBias(name: "bias")])
            let history = try model.fit(
                x, y, batchSize: 10, epochs: 100, verbose: .silent, callbacks: [StopBelow(0.001)])
            #expect(history["loss"].last! < 0.001 && history["loss"].count < 100)
            try model.save(folder + "/own.keras")

            Registry.layers.register("Scale") { Scale(name: try $0.string("name")) }
            Registry.optimizers.register("SignDescent") {
                SignDescent(learningRate: $0.learningRate ?? 0.01, options: $0.options)
            }
            Registry.losses.register(FourthPower.self)
            Registry.metrics.register("MeanBias") { MeanBias(name: try $0.string("name", default: "mean_bias")) }
            let copy = try loadModel(folder + "/own.keras")
            #expect(try copy.evaluate(x, y).names == ["loss", "bias"])
            for one in [model, copy] { try one.fit(x, y, batchSize: 10, epochs: 2, verbose: .silent, shuffle: false) }
            #expect(try copy.weightBits() == model.weightBits())
        }
    }

    /// A training step: what `fit` does, by hand.
    @Test func aTrainingLoop() throws {
        let dense = Dense(1), rate = 0.1
        _ = try dense(x)
        var losses: [Float] = []
        for _ in 0..<60 {
            let (loss, gradients) = try valueAndGradient(withRespectTo: dense.trainableWeights) {
                square(try dense(x, training: true) - y).mean()
            }
            for (weight, gradient) in zip(dense.trainableWeights, gradients) {
                try weight.assign(weight.value - gradient * rate)
            }
            losses.append(try loss.scalar())
        }
        #expect(losses.last! < losses[0] * 0.05)
    }
}
