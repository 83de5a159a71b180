import Myelin
import MyelinNN
import TestSupport
import Testing

/// Data and settings that cannot be are named before the first batch, and leave the model as it was.
struct TrainingErrorTests {
    private let x = Tensor(scattered(40).map { Float($0) }, shape: [10, 4])
    private let y = Tensor([0, 1, 2, 0, 1, 2, 0, 1, 2, 0] as [Int32])

    private func message(_ body: (Sequential) throws -> some Any) throws -> String? {
        let model = try classifier()
        let before = try model.weightBits()
        let text = errorText { try body(model) }
        #expect(try model.weightBits() == before)
        return text
    }

    @Test func inputsOfAnotherShape() throws {
        #expect(
            try message { try $0.fit(x[.all, ..<3], y, verbose: .silent) }
                == "input_layer: expected an input of shape (batch, 4), got (10, 3)")
        #expect(
            try message { try $0.fit(x.reshaped(to: [10, 2, 2]), y, verbose: .silent) }
                == "input_layer: expected an input of shape (batch, 4), got (10, 2, 2)")
        #expect(
            try message { try $0.predict(x[.all, ..<3]) }
                == "input_layer: expected an input of shape (batch, 4), got (10, 3)")
        #expect(
            try message { try $0.evaluate(x[0], y) } == "input_layer: expected an input of shape (batch, 4), got (4,)")
        #expect(
            try message { try $0.predict(Tensor(1)) } == "input_layer: expected an input of shape (batch, 4), got ()")
        let open = try Sequential([Dense(2)])
        #expect(
            errorText { try open.predict(Tensor(1)) } == "sequential: expected data with a batch axis, got a scalar")
    }

    @Test func labelsOutsideOfTheClasses() throws {
        let rule = "the model's 3 outputs stand for labels 0 to 2"
        var labels = try y.scalars(Int32.self)
        labels[7] = 3
        #expect(
            try message { try $0.fit(x, Tensor(labels), verbose: .silent) } == "y: row 7 has the label 3.0; \(rule)")
        labels[7] = -1
        #expect(try message { try $0.evaluate(x, Tensor(labels)) } == "y: row 7 has the label -1.0; \(rule)")
        #expect(
            try message { try $0.fit(x, y.cast(to: .float32) * 0.5, verbose: .silent) }
                == "y: row 1 has the label 0.5; \(rule)")
        #expect(
            try message { try $0.fit(x, Tensor.full([10], .nan), verbose: .silent) }
                == "y: row 0 has the label nan; \(rule)")
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, validationData: (x, y + 1)) }
                == "y: row 2 has the label 3.0; \(rule)")
    }

    /// Two steps for each sample: the row is the sample's.
    @Test func labelsOfSteps() throws {
        let model = try Sequential([Input(shape: [2, 4]), Dense(3, activation: .softmax)], seed: 1)
        model.compile(loss: .sparseCategoricalCrossentropy)
        let labels = Tensor([0, 1, 2, 0, 1, 5, 0, 1, 2, 0] as [Int32], shape: [5, 2])
        #expect(
            errorText { try model.fit(x.reshaped(to: [5, 2, 4]), labels, verbose: .silent) }
                == "y: row 2 has the label 5.0 at place 1; the model's 3 outputs stand for labels 0 to 2")
        #expect(
            errorText {
                try model.fit(x.reshaped(to: [5, 2, 4]), labels.expanded(at: 2), verbose: .silent, classWeight: [0: 2])
            }
                == "classWeight: expected a class for each sample in y, got targets of shape (5, 2, 1)")
    }

    @Test(arguments: [(2, "2.0"), (-1, "-1.0"), (.nan, "nan")] as [(Float, String)])
    func labelsThatAreNoProbabilities(_ label: Float, _ text: String) throws {
        let model = try Sequential([Input(shape: [4]), Dense(1, activation: .sigmoid)], seed: 1)
        model.compile(loss: .binaryCrossentropy)
        var labels = [Float](repeating: 0.5, count: 10)
        labels[6] = label
        #expect(
            errorText { try model.fit(x, Tensor(labels), verbose: .silent) }
                == "y: row 6 has the target \(text); BinaryCrossentropy expects the labels 0 and 1, or numbers between")
    }

    @Test func severalOutputsNameTheirTargets() throws {
        let input = Input(shape: [4])
        let model = try Model(
            inputs: [input], outputs: [Dense(3, activation: .softmax)(input), Dense(2)(input)], seed: 1)
        model.compile(losses: [.sparseCategoricalCrossentropy, .meanSquaredError])
        #expect(
            errorText { try model.fit([x], [y + 1, Tensor.zeros([10, 2])], verbose: .silent) }
                == "y[0]: row 2 has the label 3.0; the model's 3 outputs stand for labels 0 to 2")
        #expect(
            errorText { try model.fit([x], [y, Tensor.zeros([10, 3])], verbose: .silent) }
                == "y[1]: MeanSquaredError: expected targets of shape (10, 2), as the prediction, got (10, 3)")
    }

    @Test(
        arguments: [
            ([3: 2], "there is no class 3; the model's are 0 to 2"),
            ([-1: 2], "there is no class -1; the model's are 0 to 2"),
            ([1: .infinity], "class 1: expected a number, got inf"),
        ] as [([Int: Double], String)])
    func weightsOfClassesThatAreNot(_ weights: [Int: Double], _ text: String) throws {
        #expect(try message { try $0.fit(x, y, verbose: .silent, classWeight: weights) } == "classWeight: \(text)")
    }

    @Test func countsThatDiffer() throws {
        #expect(
            try message { try $0.fit(x, y[..<9], verbose: .silent) }
                == "x has 10 samples, y has 9: every array needs the same number")
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, sampleWeight: Tensor.ones([9])) }
                == "x has 10 samples, sampleWeight has 9: every array needs the same number")
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, classWeight: [0: 2], sampleWeight: Tensor.ones([9])) }
                == "sampleWeight has 9 samples, y has 10")
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, sampleWeight: Tensor.ones([10, 1, 1])) }
                == "sampleWeight: expected one number for each sample (or for each step of each), got shape (10, 1, 1)")
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, sampleWeight: Tensor.ones([10, 10])) }
                == "sampleWeight: shape (10, 10) has a number for each of 10 steps, but the losses of dense_1 have shape (10,)"
        )
        #expect(
            try message { try $0.fit([x], [], verbose: .silent) } == "sequential: expected targets for 1 outputs, got 0"
        )
        #expect(try message { try $0.evaluate([x], []) } == "sequential: expected targets for 1 outputs, got 0")
        #expect(
            try message { try $0.fit([x, x], [y], verbose: .silent) } == "sequential: expected data for 1 inputs, got 2"
        )
    }

    @Test func noData() throws {
        #expect(
            try message { try $0.fit(Tensor.zeros([0, 4]), Tensor.zeros([0]), verbose: .silent) }
                == "x: the data set is empty, expected at least one sample")
        #expect(
            try message { try $0.predict(Tensor.zeros([0, 4])) }
                == "x: the data set is empty, expected at least one sample")
    }

    @Test func targetsThatWouldBroadcast() throws {
        #expect(
            try message { try $0.fit(x, y.oneHot(3), verbose: .silent) }
                == "SparseCategoricalCrossentropy: expected class numbers of shape (10,), got targets of shape (10, 3); for one-hot targets use CategoricalCrossentropy"
        )
        let regression = try Sequential([Input(shape: [4]), Dense(2)], seed: 1)
        regression.compile(loss: .meanSquaredError)
        #expect(
            errorText { try regression.fit(x, Tensor.zeros([10, 1]), verbose: .silent) }
                == "MeanSquaredError: expected targets of shape (10, 2), as the prediction, got (10, 1)")
        #expect(
            errorText { try regression.fit(x, Tensor.zeros([10]), verbose: .silent) }
                == "MeanSquaredError: expected targets of shape (10, 2), as the prediction, got (10,)")
        let binary = try Sequential([Input(shape: [4]), Dense(1, activation: .sigmoid)], seed: 1)
        binary.compile(loss: .sparseCategoricalCrossentropy)
        #expect(
            errorText { try binary.fit(x, y, verbose: .silent) }?.contains(
                "for one probability a sample use BinaryCrossentropy") == true)
    }

    @Test func impossibleSettings() throws {
        #expect(
            try message { try $0.fit(x, y, batchSize: 0, verbose: .silent) } == "batchSize: expected at least 1, got 0")
        #expect(try message { try $0.predict(x, batchSize: -3) } == "batchSize: expected at least 1, got -3")
        #expect(try message { try $0.evaluate(x, y, batchSize: 0) } == "batchSize: expected at least 1, got 0")
        #expect(try message { try $0.fit(x, y, epochs: -1, verbose: .silent) } == "epochs: expected at least 0, got -1")
        for split in [1.5, 1, -0.1, .nan] {
            #expect(
                try message { try $0.fit(x, y, verbose: .silent, validationSplit: split) }
                    == "validationSplit: expected a number from 0 up to 1, got \(split)")
        }
        #expect(
            try message { try $0.fit(x, y, verbose: .silent, validationSplit: 0.999) }
                == "validationSplit: 0.999 of 10 samples leaves one part empty")
        let backwards = try classifier(optimizer: SGD(learningRate: -1))
        #expect(
            errorText { try backwards.fit(x, y, verbose: .silent) }
                == "SGD: expected a learning rate that is not negative, got -1.0")
    }

    private final class Distance: Mean {
        override var className: String { "Distance" }
        override func values(target: Tensor, prediction: Tensor) -> Tensor { prediction.sum(axes: [7]) }
    }

    /// What a metric cannot compute is told with its name.
    @Test func aMetricThatCannotBeComputed() throws {
        let model = try classifier(metrics: [Distance(name: "far")])
        #expect(
            errorText { try model.fit(x, y, verbose: .silent) }
                == "Distance 'far': sum: axis 7 does not fit shape (10, 3)")
    }

    @Test func notCompiled() throws {
        let model = try Sequential([Input(shape: [4]), Dense(3)])
        let text = "sequential: call compile(optimizer:loss:) before training or evaluating"
        #expect(errorText { try model.fit(x, y, verbose: .silent) } == text)
        #expect(errorText { try model.evaluate(x, y) } == text)
        #expect(try model.predict(x).shape == [10, 3])
        model.compile(losses: [.meanSquaredError, .meanSquaredError])
        #expect(
            errorText { try model.fit(x, x[.all, ..<3], verbose: .silent) }
                == "sequential: 2 losses for 1 outputs; compile needs one for each")
        model.compile(losses: [.meanSquaredError], lossWeights: [])
        #expect(
            errorText { try model.fit(x, x[.all, ..<3], verbose: .silent) }
                == "sequential: 0 loss weights for 1 outputs; compile needs one for each")
        model.compile(losses: [.meanSquaredError], metrics: [[], [.accuracy]])
        #expect(
            errorText { try model.fit(x, x[.all, ..<3], verbose: .silent) }
                == "sequential: 2 lists of metrics for 1 outputs; compile needs one for each")
    }

    @Test func dataThatCannotBe() throws {
        #expect(
            try message { try $0.fit(x + Tensor.zeros([7]), y, verbose: .silent) }
                == "add: shapes (10, 4) and (7,) do not broadcast")
        #expect(
            try message { try $0.fit(x, y.cast(to: .float32) + Tensor.zeros([7]), verbose: .silent) }
                == "add: shapes (10,) and (7,) do not broadcast")
    }

    @Test func aLossOfOnesOwnThatDoesNotFit() throws {
        struct Odd: Loss {
            static let className = "Odd"
            init() {}
            init(config: Config) {}
            func values(target: Tensor, prediction: Tensor) -> Tensor { prediction + Tensor.zeros([5]) }
            func check(target: TensorType, prediction: TensorType) {}
        }
        let model = try classifier()
        model.compile(loss: Odd())
        #expect(
            errorText { try model.fit(x, y, verbose: .silent) } == "Odd: add: shapes (10, 3) and (5,) do not broadcast")
    }

    @Test func notANumberInTheData() throws {
        var numbers = try x.scalars()
        numbers[13] = .nan
        let model = try classifier()
        // Without the callback training goes on, and the history shows it.
        let history = try model.fit(Tensor(numbers, shape: [10, 4]), y, epochs: 2, verbose: .silent)
        #expect(history["loss"].allSatisfy { $0.isNaN })
        let other = try classifier()
        #expect(
            errorText {
                try other.fit(
                    Tensor(numbers, shape: [10, 4]), y, batchSize: 2, epochs: 2, verbose: .silent,
                    callbacks: [TerminateOnNaN(raiseError: true)], shuffle: false)
            }
                == "TerminateOnNaN: the loss is nan at batch 1; look for NaN in the data, or lower the learning rate")
        // By itself it ends the run as if this were its end.
        var batches = 0, ended = false
        let count = LambdaCallback(onTrainEnd: { ended = true }, onTrainBatchEnd: { _, _ in batches += 1 })
        let third = try classifier()
        try third.fit(
            Tensor(numbers, shape: [10, 4]), y, batchSize: 2, epochs: 2, verbose: .silent,
            callbacks: [TerminateOnNaN(), count], shuffle: false)
        #expect(batches == 2 && ended)
    }
}
