import Myelin
import TestSupport
import Testing

/// What golden values do not show: dropout, states from batch to batch, drawing, cells of one's own, errors.
struct RecurrentTests {
    /// h' = x + h.
    private func adder(dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil) -> SimpleRNN {
        SimpleRNN(
            8, activation: nil, useBias: false, kernelInitializer: Identity(), recurrentInitializer: Identity(),
            dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: true)
    }

    @Test func dropoutDropsTheSameInputsInAllSteps() throws {
        let sums = try adder(dropout: 0.5, seed: 3)(Tensor.ones([4, 3, 8]), training: true).scalars(Float.self)
        // Each number adds 0 or 2 in every step.
        for sequence in 0..<4 {
            for unit in 0..<8 {
                let steps = (0..<3).map { sums[(sequence * 3 + $0) * 8 + unit] }
                #expect(steps == [0, 0, 0] || steps == [2, 4, 6])
            }
        }
        #expect(Set(sums) == [0, 2, 4, 6])
        #expect(
            try adder(dropout: 0.5)(Tensor.ones([4, 3, 8])).scalars(Float.self).prefix(8) == [1, 1, 1, 1, 1, 1, 1, 1])
    }

    @Test func recurrentDropoutDropsTheSameStatesInAllSteps() throws {
        let sums = try adder(recurrentDropout: 0.5, seed: 3)(Tensor.ones([4, 3, 8]), training: true).scalars(Float.self)
        // h is dropped, or doubled, before each step: 1, 1 + 2, 1 + 6.
        for sequence in 0..<4 {
            for unit in 0..<8 {
                let steps = (0..<3).map { sums[(sequence * 3 + $0) * 8 + unit] }
                #expect(steps == [1, 1, 1] || steps == [1, 3, 7])
            }
        }
        #expect(Set(sums) == [1, 3, 7])
    }

    @Test(arguments: ["LSTM", "GRU", "ConvLSTM1D"]) func gatesHaveMasksOfTheirOwn(_ name: String) throws {
        let settings: ConfigObject = [
            "name": "layer", "units": 4, "filters": 4, "kernel_size": 1, "dropout": 0.4, "recurrent_dropout": 0.4,
            "seed": 5,
        ]
        let layer = try Registry.layers.make(name, config: settings)
        let x = Tensor.ones(name == "ConvLSTM1D" ? [2, 3, 2, 4] : [2, 3, 4])
        let trained = try layer(x, training: true).scalars(Float.self), used = try layer(x).scalars(Float.self)
        #expect(trained.count == used.count && trained != used)
        // The next step drops others, a layer of the same seed the same.
        #expect(try layer(x, training: true).scalars(Float.self) != trained)
    }

    @Test func statesGoOnFromBatchToBatchInEveryMode() throws {
        let input = Input(shape: [2, 1], batchSize: 1)
        let rnn = SimpleRNN(
            1, activation: nil, useBias: false, kernelInitializer: Ones(), recurrentInitializer: Ones(), stateful: true)
        let model = try Model(inputs: input, outputs: rnn(input))
        model.compile(optimizer: SGD(learningRate: 0), loss: MeanSquaredError())
        let x = Tensor.ones([1, 2, 1])
        #expect(try model.predict(x).scalars(Float.self) == [2])
        #expect(try model.predict(x).scalars(Float.self) == [4])
        // (6 - 1)², then (8 - 1)².
        #expect(try model.evaluate(x, Tensor([[1]]))["loss"] == 25)
        #expect(try model.fit(x, Tensor([[1]]), batchSize: 1, epochs: 1, verbose: .silent)["loss"] == [49])
        model.resetStates()
        #expect(try model.predict(x).scalars(Float.self) == [2])
        #expect(model.weights.count == 2)
        #expect(try model.summarized().rows.last?.outputShapes == [[1, 1]])
        #expect(throws: MyelinError.self) { try model.predict(Tensor.ones([2, 2, 1])) }
    }

    @Test func statesPassFromEncoderToDecoder() throws {
        let source = Input(shape: [nil, 2]), target = Input(shape: [3, 2])
        let encoder = LSTM(4, returnState: true).outputs(of: [source])
        #expect(encoder.map(\.shape) == [[nil, 4], [nil, 4], [nil, 4]])
        let decoder = LSTM(4, returnSequences: true)(target, initialState: Array(encoder[1...]))
        let model = try Model(inputs: [source, target], outputs: [decoder], seed: 1)
        let y = Tensor(scattered(6).map { Float($0) }, shape: [1, 3, 2])
        func run(_ x: [Float]) throws -> [Float] {
            try model.predict([Tensor(x, shape: [1, x.count / 2, 2]), y])[0].scalars(Float.self)
        }
        #expect(try run([1, 2, 3, 4]) != run([1, 2, 3, 4, 5, 6]))
    }

    @Test func cellsOfOnesOwnRun() throws {
        final class Counter: RecurrentCell {
            override func stateShapes(_ input: Shape) -> [Shape] { [[1]] }
            override func step(_ x: Tensor, _ states: [Tensor], _ context: CallContext) -> RecurrentStep {
                RecurrentStep(output: x * states[0], states: [states[0] + 1])
            }
        }
        let layer = RNN(Counter(), returnSequences: true)
        #expect(try layer(Tensor([1, 1, 5], shape: [1, 3, 1])).scalars(Float.self) == [0, 1, 10])
    }

    @Test func mistakesAreExplained() throws {
        func message(_ body: () throws -> Void) -> String {
            do { try body() } catch { return "\(error)" }
            return "no error"
        }
        let x = Input(shape: [3, 2]), state = Input(shape: [5])
        #expect(
            message { _ = try Model(inputs: x, outputs: LSTM(4, stateful: true, name: "memory")(x)) }
                == "memory: is stateful, which needs batches of a fixed size: give the Input a batchSize")
        #expect(
            message { _ = try Model(inputs: [x, state], outputs: [GRU(4)(x, initialState: [state])]) }
                == "gru: expected states of shapes (2, 4), got (2, 5)")
        #expect(
            message { _ = try Model(inputs: state, outputs: SimpleRNN(4)(state)) }
                == "simple_rnn: expected an input of rank 3 (batch, time, …), got (2, 5)")
        #expect(message { _ = try GRU(0)(Tensor.ones([1, 2, 3])) } == "gru: gru_cell: expected at least 1 unit, got 0")
        #expect(
            message { _ = try Bidirectional(LSTM(2), backwardLayer: LSTM(2))(Tensor.ones([1, 2, 3])) }
                == "bidirectional: expected one layer to go forward and the other to go backward")
        #expect(
            message {
                _ = try Sequential {
                    x; LSTM(4, returnState: true); Dense(1)
                }
            }
                == "sequential: LSTM has 3 outputs; only a last layer may")
        #expect(
            message { _ = try ConvLSTM1D(2, 2, strides: 2, dilationRate: 2)(Tensor.ones([1, 2, 5, 1])) }
                .hasSuffix("only one of them may be over 1"))
    }
}
