import Myelin
import MyelinNN
import TestSupport
import Testing

struct SummaryTests {
    @Test func ofASequenceAsKerasPrintsIt() throws {
        let model = try Sequential([
            Input(shape: [28, 28, 1]), Conv2D(32, 3), Flatten(), BatchNormalization(), Dense(10),
        ])
        let lines = "\(try model.summarized())".split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        #expect(lines[0] == "Model: \"sequential\"")
        #expect(lines[1] == "┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓")
        #expect(lines[2] == "┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃")
        #expect(lines[4] == "│ conv2d (Conv2D)                 │ (None, 26, 26, 32)     │           320 │")
        #expect(lines[5] == "├─────────────────────────────────┼────────────────────────┼───────────────┤")
        #expect(lines[6] == "│ flatten (Flatten)               │ (None, 21632)          │             0 │")
        #expect(lines.contains(" Total params: 303,178 (1.16 MB)"))
        #expect(lines.contains(" Trainable params: 259,914 (1015.29 KB)"))
        #expect(lines.contains(" Non-trainable params: 43,264 (169.00 KB)"))
        #expect(lines.contains { $0.hasPrefix(" FLOPs per sample: ") })
        #expect(!lines.contains { $0.hasPrefix(" Memory of a training step") })
        model.compile(loss: .meanSquaredError)
        #expect("\(try model.summarized(batchSize: 64))".contains(" Memory of a training step (batch 64): "))
    }

    /// Targets are class numbers of each step of a sequence, of each pixel, or none of a class at all.
    @Test func ofCompiledModelsOfAnyLossAndRank() throws {
        let losses: [any Loss] = [
            SparseCategoricalCrossentropy(fromLogits: true),
            SparseCategoricalCrossentropy(fromLogits: true, ignoreClass: -1), CategoricalCrossentropy(),
            CategoricalGeneralizedCrossEntropy(), BinaryCrossentropy(), MeanSquaredError(),
        ]
        func check(_ model: Model, _ loss: any Loss) throws {
            model.compile(loss: loss)
            let text = "\(try model.summarized(batchSize: 4))"
            #expect(text.contains(" Memory of a training step (batch 4): "), "\(type(of: loss)): \(text)")
        }
        for loss in losses {
            for model in [
                try Sequential([Input(shape: [6]), Dense(3)]), try Sequential([Input(shape: [5, 4]), Dense(3)]),
                try Sequential([Input(shape: [nil, 4]), Dense(3)]),
                try Sequential([Input(shape: [8, 8, 2]), Conv2D(3, 3)]),
            ] { try check(model, loss) }
        }
        try check(try Sequential([Input(shape: [6]), Dense(3)]), Circle())
        try check(try Sequential([Input(shape: [5, 4]), Dense(3)]), CTC())
        // Nothing to train: the table stays, without the step's memory.
        let model = try Sequential([Input(shape: [6]), Dense(3)])
        model.compile(losses: [nil])
        let text = "\(try model.summarized())"
        #expect(text.contains(" Total params: 21 (84.00 B)"))
        #expect(!text.contains("Memory of a training step"))
    }

    @Test func ofANetworkNamesTheConnections() throws {
        let x = Input(shape: [3], name: "x")
        let a = Dense(2, name: "a")(x)
        let model = try Model(inputs: x, outputs: Dense(1, name: "b")(a))
        let text = "\(try model.summarized())"
        #expect(text.contains("┃ Connected to      ┃"))
        #expect(
            text.contains(
                "│ a (Dense)                       │ (None, 2)              │             8 │ x                 │"))
        #expect(
            text.contains(
                "│ x (InputLayer)                  │ (None, 3)              │             0 │ -                 │"))
    }

    @Test func ofImagesOfAnySize() throws {
        let model = try Sequential([Input(shape: [nil, nil, 3]), MaxPooling2D(2), GlobalAveragePooling2D(), Dense(2)])
        #expect(try model.summarized().rows.map { $0.outputShapes[0] } == [[nil, nil, nil, 3], [nil, 3], [nil, 2]])
    }

    /// Keras shows the output of the last call.
    @Test func ofALayerThatIsCalledTwice() throws {
        let a = Input(shape: [4, 2]), b = Input(shape: [5, 2]), dense = Dense(3)
        let model = try Model(inputs: [a, b], outputs: [dense(a), dense(b)])
        #expect(try model.summarized().rows.map { $0.outputShapes[0] }.last == [nil, 5, 3])
    }

    @Test func longNamesAreWrapped() throws {
        let model = try Sequential([Input(shape: [3]), Dense(1, name: "a_layer_with_a_name_that_does_not_fit")])
        let lines = "\(try model.summarized())".split(separator: "\n")
        #expect(Set(lines[1...5].map(\.count)).count == 1)
    }
}
