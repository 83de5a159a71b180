import Myelin
import Testing

/// Masks steps that are zero, and leaves the numbers as they are.
private final class MaskZeros: Layer {
    override var supportsMasking: Bool { true }
    override func computeMask(_ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]) throws -> [Tensor?] {
        [inputs[0].notEqual(0).cast(to: .float32).max(axes: [-1]).cast(to: .bool)]
    }
}

/// Multiplies by 2, and lets masks through or ends them.
private final class Double2: Layer {
    let passes: Bool
    init(passes: Bool) {
        self.passes = passes
        super.init()
    }
    override var supportsMasking: Bool { passes }
    override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x * 2 }
}

@Suite struct MaskTests {
    /// Two samples of three steps; step 2 of the first and steps 1, 2 of the second are padding.
    private let x = Tensor([1, 2, 0, 4, 0, 0] as [Float], shape: [2, 3, 1])
    private let y = Tensor([0, 0, 9, 0, 9, 9] as [Float], shape: [2, 3, 1])

    private func model(passes: Bool) throws -> Model {
        let input = Input(shape: [3, 1])
        let model = try Model(inputs: input, outputs: Double2(passes: passes)(MaskZeros()(input)))
        model.compile(optimizer: SGD(), loss: MeanSquaredError(), metrics: [.meanAbsoluteError])
        return model
    }

    @Test func maskedStepsTakeNoPartInLossAndMetrics() throws {
        // Predictions 2, 4, 8 at the steps that count: (4 + 16 + 64) / 3, and (2 + 4 + 8) / 3.
        let logs = try model(passes: true).evaluate(x, y)
        #expect(abs(logs["loss"]! - 28) < 1e-4)
        #expect(abs(logs["mean_absolute_error"]! - 14.0 / 3) < 1e-5)
    }

    @Test func aLayerThatDoesNotSupportMasksEndsThem() throws {
        // The padding's targets of 9 count: (84 + 3 · 81) / 6.
        let logs = try model(passes: false).evaluate(x, y)
        #expect(abs(logs["loss"]! - 54.5) < 1e-4)
    }

    /// Keras 3.15.1: a recurrent layer that begins with given states takes no mask from its input, but passes it on.
    @Test func givenStatesLeaveTheMaskUnheeded() throws {
        func output(masked: Bool, states: Bool) throws -> [Float] {
            let input = Input(shape: [3, 1]), start = Input(shape: [2])
            let x: any Symbolic = masked ? MaskZeros()(input) : input
            let rnn = SimpleRNN(2, kernelInitializer: Ones(), recurrentInitializer: Ones())
            let model = try Model(
                inputs: [input, start], outputs: [states ? rnn(x.symbolic, initialState: [start]) : rnn(x.symbolic)])
            return try model.predict([self.x, Tensor.ones([2, 2])])[0].scalars(Float.self)
        }
        #expect(try output(masked: true, states: true) == output(masked: false, states: true))
        #expect(try output(masked: true, states: false) != output(masked: false, states: false))
    }

    /// Keras 3.15.1: `MultiHeadAttention` leaves no mask on its inputs, so that a sum of its input and its output, as
    /// transformers have it, has none; `GroupQueryAttention` leaves them.
    @Test(arguments: [true, false])
    func attentionTakesTheMasksOfItsInputsAway(_ hasHeads: Bool) throws {
        let input = Input(shape: [3, 1]), masked = MaskZeros()(input)
        // Without weights its output is zero, and the sum the input.
        let attention: HeadedAttention =
            hasHeads
            ? MultiHeadAttention(heads: 1, keyDim: 1, kernelInitializer: Zeros())
            : GroupedQueryAttention(headDim: 1, queryHeads: 1, keyValueHeads: 1, kernelInitializer: Zeros())
        let model = try Model(inputs: input, outputs: Add()([masked, attention(query: masked, value: masked)]))
        model.compile(optimizer: SGD(), loss: MeanSquaredError())
        // (1 + 4 + 16 + 3 · 81 + …) over all six steps, or (1 + 4 + 16) over the three that count.
        let loss = try model.evaluate(x, y)["loss"]!
        #expect(abs(loss - (hasHeads ? (21 + 3 * 81) / 6 : 7)) < 1e-4)
    }

    /// As files have it for a network of several inputs that is called inside of another.
    @Test func masksOfNothingAreNoArgument() throws {
        let a = Input(shape: [2]), b = Input(shape: [2])
        let inner = try Model(inputs: [a, b], outputs: [Add()([a, b])])
        for mask: ConfigValue in [[nil, nil], ["a": nil, "b": nil]] {
            let arguments = CallArguments(
                positional: [.list([.tensor(0), .tensor(1)])], named: ["mask": .literal(mask)])
            let ones = Tensor.ones([1, 2])
            #expect(try inner.call([ones, ones], arguments, CallContext())[0].scalars(Float.self) == [2, 2])
        }
    }
}
