import Myelin
import TestSupport
import Testing

/// Expected numbers are those of Keras 3.15 (JAX) for
/// `Dense(1, use_bias=False, kernel_initializer="ones")` with `SGD(0.01, use_ema=True, ema_momentum=0.5)`, loss "mse",
/// x = [[1], [2], [3]], y = 0, batches of 1, not shuffled, validated on the same.
struct SwapEMAWeightsTests {
    private func model(_ optimizer: Optimizer) throws -> Sequential {
        let model = try Sequential {
            Input(shape: [1])
            Dense(1, useBias: false, kernelInitializer: Ones())
        }
        model.compile(optimizer: optimizer, loss: .mse)
        return model
    }

    private var averaging: SGD { SGD(learningRate: 0.01, options: OptimizerOptions(useEMA: true, emaMomentum: 0.5)) }
    private let x = Tensor([[1], [2], [3]]), y = Tensor([[0], [0], [0]])

    /// The history, and the weight at the end of each epoch and of training.
    private func run(_ model: Model, _ callbacks: [Callback], epochs: Int = 3) throws -> (History, [Double]) {
        var weights: [Double] = []
        func weight() throws -> Double { Double(try model.getWeights()[0].scalars()[0]) }
        let history = try model.fit(
            x, y, batchSize: 1, epochs: epochs, verbose: .silent,
            callbacks: callbacks + [LambdaCallback(onEpochEnd: { _, _ in weights.append(try weight()) })],
            validationData: (x, y), shuffle: false)
        return (history, weights + [try weight()])
    }

    @Test func evaluatesTheAverages() throws {
        for (callbacks, validation, weights) in [
            ([], [2.5507171, 1.3941766, 0.7620321], [0.739312, 0.5465822, 0.4040948, 0.4716414]),
            ([SwapEMAWeights()], [3.2932394, 1.8847092, 1.0380796], [0.739312, 0.5465822, 0.4040948, 0.4716414]),
            (
                [SwapEMAWeights(swapOnEpoch: true)], [3.2932394, 1.8847092, 1.0380796],
                [0.840056, 0.6355047, 0.4716414, 0.4716414]
            ),
        ] as [([Callback], [Double], [Double])] {
            let (history, found) = try run(try model(averaging), callbacks)
            #expect(close(history["loss"], [4.0525146, 2.2150323, 1.2106971]))
            #expect(close(history["val_loss"], validation))
            #expect(close(found, weights))
        }
    }

    @Test func wrappedOptimizersToo() throws {
        for optimizer in [
            LossScaleOptimizer(averaging), MultiOptimizer([".*kernel": averaging], default: SGD(learningRate: 1)),
        ] {
            let (history, weights) = try run(try model(optimizer), [SwapEMAWeights()], epochs: 1)
            #expect(close(history["val_loss"], [3.2932394]) && close(weights, [0.739312, 0.840056]))
        }
    }

    /// Where Keras loses the averages: when another callback ends training before its last epoch.
    @Test func trainingThatEndsEarlyKeepsTheAverages() throws {
        let model = try model(averaging)
        let stop = LambdaCallback(onEpochEnd: { epoch, _ in if epoch == 1 { model.stopTraining = true } })
        let (_, weights) = try run(model, [SwapEMAWeights(swapOnEpoch: true), stop], epochs: 9)
        #expect(close(weights, [0.840056, 0.6355047, 0.6355047]))
    }

    @Test func evaluatesAloneAndNamesWhatIsMissing() throws {
        let trained = try model(averaging)
        #expect(
            errorText { try trained.evaluate(x, y, callbacks: [SwapEMAWeights()]) }
                == "SwapEMAWeights: there are no averages before the first step of training")
        try trained.fit(x, y, batchSize: 1, verbose: .silent, shuffle: false)
        let before = try trained.weightBits()
        try trained.evaluate(x, y, callbacks: [SwapEMAWeights()])
        #expect(try trained.weightBits() == before)
        #expect(
            errorText { try run(try model(SGD(learningRate: 0.1)), [SwapEMAWeights()]) }
                == "SwapEMAWeights: expected an optimizer with useEMA, which SGD does not have set")
    }

    private func close(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }
    }
}
