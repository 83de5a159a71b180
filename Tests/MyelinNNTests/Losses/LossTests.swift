import Myelin
import MyelinNN
import TestSupport
import Testing

struct LossTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let target: GoldenTensor
        let prediction: GoldenTensor
        let sampleWeight: GoldenTensor
        let loss: Double
        let weightedLoss: Double
        let gradient: GoldenTensor
        let config: GoldenConfig

        enum CodingKeys: String, CodingKey {
            case name, arguments, loss, gradient, config
            case target = "y_true"
            case prediction = "y_pred"
            case sampleWeight = "sample_weight"
            case weightedLoss = "weighted_loss"
        }

        var testDescription: String { "\(name) \(arguments.values) \(target.shape)" }
    }

    struct Reduction: Decodable, Sendable, CustomTestStringConvertible {
        let reduction: String
        let values: GoldenTensor
        let sampleWeight: GoldenTensor?
        let mask: GoldenTensor?
        let result: GoldenTensor

        enum CodingKeys: String, CodingKey {
            case reduction, values, mask, result
            case sampleWeight = "sample_weight"
        }

        var testDescription: String { "\(reduction), weights \(sampleWeight?.shape ?? []), mask \(mask?.values ?? [])" }
    }

    struct Reductions: Decodable, Sendable {
        let reductions: [Reduction]
    }

    private static let cases = Result { try golden("losses", as: GoldenCases<Case>.self).cases }

    private func make(_ value: ConfigValue) throws -> any Loss {
        try Registry.losses.make(value, owner: "test")
    }

    @Test(arguments: try cases.get())
    func matchesKeras(_ test: Case) throws {
        let loss = try make(test.arguments.serialized(className: test.name))
        let target = test.target.tensor, prediction = test.prediction.tensor
        #expect(throws: Never.self) { try loss.check(target: target.type, prediction: prediction.type) }
        let value = loss(target: target, prediction: prediction)
        #expect(try mismatch(value, test.loss) == nil)
        #expect(try mismatch(gradient(of: value, withRespectTo: prediction), test.gradient, atol: 1e-7) == nil)
        let weighted = loss(target: target, prediction: prediction, sampleWeight: test.sampleWeight.tensor)
        #expect(try mismatch(weighted, test.weightedLoss) == nil)
    }

    /// Derivatives against differences in Float64.
    @Test(arguments: try cases.get())
    func gradientMatchesDifferences(_ test: Case) throws {
        let loss = try make(test.arguments.serialized(className: test.name))
        let target = CaseArray(test.target.values, Shape(test.target.shape), .int32)
        let isWhole = test.target.values.allSatisfy { $0 == $0.rounded() }
        let prediction = CaseArray(test.prediction.values, Shape(test.prediction.shape))
        // At 0 and 1 probabilities are clipped; and the distance of an embedding from itself is at a kink.
        let isAtKink = test.name == "Circle" && test.arguments.values["remove_diagonal"] == false
        guard !prediction.values.contains(1), !isAtKink else { return }
        let fixed = test.target.tensor
        let line = try gradientMismatch(
            of: { [loss(target: isWhole ? $0[1] : fixed.cast(to: .float64), prediction: $0[0])] },
            at: [prediction, target], rtol: 1e-5, atol: 1e-7)
        #expect(line == nil)
    }

    @Test(arguments: try cases.get())
    func formIsKeras(_ test: Case) throws {
        let form: ConfigValue = [
            "module": "keras.losses", "class_name": .string(test.name), "config": test.config.value,
            "registered_name": nil,
        ]
        let written = try make(test.arguments.serialized(className: test.name)).serialized
        #expect(try make(form).serialized.withoutIntegers == form.withoutIntegers)
        guard test.name != "CosineSimilarity", test.name != "Huber" else { return }
        #expect(written.withoutIntegers == form.withoutIntegers)
    }

    /// A loss that hands its targets on, so that a reduction works on given numbers.
    private struct Given: Loss {
        static let className = "Given"
        let reduction: LossReduction
        init(_ reduction: LossReduction) { self.reduction = reduction }
        init(config: Config) throws { reduction = .sum }
        func values(target: Tensor, prediction: Tensor) -> Tensor { target }
    }

    @Test(arguments: try golden("losses", as: Reductions.self).reductions)
    func reductionMatchesKeras(_ test: Reduction) throws {
        let loss = Given(try #require(LossReduction(rawValue: test.reduction)))
        let values = test.values.tensor
        let result = loss(
            target: values, prediction: values, sampleWeight: test.sampleWeight?.tensor, mask: test.mask?.tensor)
        #expect(try mismatch(result, test.result) == nil)
    }

    /// Labels come from files as bytes or integers.
    @Test(arguments: [DType.uint8, .int32, .int64, .float64])
    func targetsOfAnyTypeWork(_ dtype: DType) throws {
        for test in try Self.cases.get() where test.target.values.allSatisfy({ $0 == $0.rounded() && $0 >= 0 }) {
            let loss = try make(test.arguments.serialized(className: test.name))
            let value = loss(target: test.target.tensor.cast(to: dtype), prediction: test.prediction.tensor)
            #expect(value.dtype == .float32)
            #expect(try mismatch(value, test.loss) == nil, "\(test.testDescription)")
        }
    }

    // MARK: Probabilities that come from an activation

    @Test func softmaxIsUndone() throws {
        let logits = Tensor([[2, -1, 0.5], [0, 3, -2]])
        let numbers = Tensor([0, 1] as [Int32])
        let expected = SparseCategoricalCrossentropy(fromLogits: true)(target: numbers, prediction: logits)
        let found = SparseCategoricalCrossentropy()(target: numbers, prediction: softmax(logits))
        #expect(try mismatch(found, expected, atol: 1e-7) == nil)
        #expect(
            try mismatch(
                gradient(of: found, withRespectTo: logits), gradient(of: expected, withRespectTo: logits), atol: 1e-7)
                == nil)
        let dense = CategoricalCrossentropy()(target: numbers.oneHot(3), prediction: softmax(logits))
        #expect(try mismatch(dense, expected, atol: 1e-7) == nil)
    }

    @Test func saturatedActivationsStillLearn() throws {
        let logits = Tensor([[200, 0], [0, -200]])
        let probability = BinaryCrossentropy()(target: Tensor([[0, 1], [0, 1]]), prediction: sigmoid(logits))
        // (200 + log 2) / 2, log 2 and 200 for the four elements.
        #expect(try mismatch(probability, (400 + 2 * 0.6931472) / 4) == nil)
        let slope = try gradient(of: probability, withRespectTo: logits)
        #expect(try mismatch(slope, Tensor([[0.25, -0.125], [0.125, -0.25]])) == nil)
        let classes = SparseCategoricalCrossentropy()(target: Tensor([1, 0] as [Int32]), prediction: softmax(logits))
        #expect(try mismatch(classes, 100.0) == nil)
    }

    // MARK: Reductions and weights

    @Test func reductionsFollowKeras() throws {
        let target = Tensor([[0], [0]]), prediction = Tensor([[1], [3]]), weight = Tensor([1, 0.5])
        func value(_ reduction: LossReduction) throws -> Float {
            try MeanSquaredError(reduction: reduction)(target: target, prediction: prediction, sampleWeight: weight)
                .scalar()
        }
        #expect(try value(.sumOverBatchSize) == 2.75)
        #expect(try value(.sum) == 5.5)
        #expect(try mismatch([Double(value(.meanWithSampleWeight))], [5.5 / 1.5]) == nil)
        let nothing = MeanSquaredError(reduction: .meanWithSampleWeight)(
            target: target, prediction: prediction, sampleWeight: Tensor([0, 0]))
        #expect(try nothing.scalar() == 0)
    }

    @Test func targetsMayLeaveOutTheColumn() throws {
        let prediction = Tensor([[0.2], [0.9]])
        let column = BinaryCrossentropy()(target: Tensor([[0], [1]]), prediction: prediction)
        let row = BinaryCrossentropy()(target: Tensor([0, 1]), prediction: prediction)
        #expect(try row.scalar() == column.scalar())
    }

    // MARK: Names and configurations

    @Test func namesWorkAsImplicitMembers() {
        func name(_ loss: any Loss) -> String { type(of: loss).className }
        func optional(_ loss: (any Loss)?) -> String { loss.map { name($0) } ?? "none" }
        #expect(name(.mse) == "MeanSquaredError")
        #expect(name(.binaryCrossentropy) == "BinaryCrossentropy")
        #expect(name(.binaryCrossentropy(fromLogits: true)) == "BinaryCrossentropy")
        #expect(name(.categoricalCrossentropy(labelSmoothing: 0.1)) == "CategoricalCrossentropy")
        #expect(optional(.sparseCategoricalCrossentropy) == "SparseCategoricalCrossentropy")
        #expect(optional(.sparseCategoricalCrossentropy(fromLogits: true)) == "SparseCategoricalCrossentropy")
        #expect(optional(nil) == "none")
        let all: [any Loss] = [
            .meanSquaredError, .mae, .meanAbsoluteError, .msle, .meanSquaredLogarithmicError, .huber, .huber(delta: 2),
            .categoricalCrossentropy, .hinge, .squaredHinge, .klDivergence, .kld,
        ]
        #expect(all.count == 12)
    }

    @Test func configurationsRoundTrip() throws {
        let all: [any Loss] = [
            Huber(delta: 2, reduction: .sum), BinaryCrossentropy(fromLogits: true, labelSmoothing: 0.2), Hinge(),
            CategoricalCrossentropy(labelSmoothing: 0.1), SparseCategoricalCrossentropy(fromLogits: true),
            KLDivergence(),
            MeanSquaredError(reduction: .meanWithSampleWeight),
        ]
        for loss in all { #expect(try make(loss.serialized).serialized == loss.serialized) }
        for name in Registry.losses.names where name != "MeanFourthPower" {
            #expect(try type(of: make(.string(name))).className == name)
            #expect(try type(of: make(.string(snakeCase(name)))).className == name)
        }
        for (name, className) in [
            ("mse", "MeanSquaredError"), ("MAE", "MeanAbsoluteError"), ("bce", "BinaryCrossentropy"),
            ("mape", "MeanAbsolutePercentageError"), ("logcosh", "LogCosh"), ("pinball", "QuantileLoss"),
            ("ce", "crossentropy"),
        ] {
            #expect(try type(of: make(.string(name))).className == className)
        }
    }

    /// Keras' form of a function.
    @Test func functionsAreLosses() throws {
        let function: ConfigValue = [
            "module": "builtins", "class_name": "function", "config": "mean_absolute_error",
            "registered_name": "function",
        ]
        #expect(try make(function) is MeanAbsoluteError)
    }

    @Test func crossentropyFollowsTheShapes() throws {
        let loss = try make("crossentropy")
        #expect(loss.serialized == "crossentropy")
        let wide = Tensor([[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]]), numbers = Tensor([1, 2] as [Int32])
        let sparse = SparseCategoricalCrossentropy()(target: numbers, prediction: wide)
        #expect(try mismatch(loss(target: numbers, prediction: wide), sparse) == nil)
        #expect(try mismatch(loss(target: numbers.oneHot(3), prediction: wide), sparse) == nil)
        let column = Tensor([[0.2], [0.9]]), bits = Tensor([0, 1])
        let binary = BinaryCrossentropy()(target: bits, prediction: column)
        #expect(try mismatch(loss(target: bits, prediction: column), binary) == nil)
        #expect(
            message(loss, target: [8, 2], prediction: [8, 3]).hasPrefix("CategoricalCrossentropy: expected one-hot"))
    }

    /// Ten lines of one's own.
    private struct MeanFourthPower: Loss {
        static let className = "MeanFourthPower"
        init(config: Config) {}
        func values(target: Tensor, prediction: Tensor) -> Tensor {
            square(square(prediction - target)).mean(axes: [-1])
        }
    }

    @Test func ownLossesAreRegistered() throws {
        Registry.losses.register(MeanFourthPower.self)
        let loss = try make("mean_fourth_power")
        #expect(try loss(target: Tensor([[1, 2]]), prediction: Tensor([[3, 2]])).scalar() == 8)
        // As Keras writes a class of one's own, and finds it in `custom_objects`.
        #expect(
            loss.serialized == [
                "module": nil, "class_name": "MeanFourthPower", "registered_name": "MeanFourthPower",
                "config": [:],
            ])
        #expect(try Metric.make("MeanFourthPower", owner: "test").name == "MeanFourthPower")
    }

    @Test func lossesThatCoursesPlot() throws {
        let target = Tensor([[0], [0], [0]]), prediction = Tensor([[-2], [0.05], [4]])
        // Errors 2, -0.05 and -4: by hand 0.9 * 2, 0.1 * 0.05 and 0.1 * 4.
        #expect(
            try mismatch(QuantileLoss(quantile: 0.9)(target: target, prediction: prediction), (1.8 + 0.005 + 0.4) / 3)
                == nil)
        #expect(try mismatch(EpsilonInsensitive()(target: target, prediction: prediction), (1.9 + 0 + 3.9) / 3) == nil)
    }

    /// What a label of the ignored class says is lost even where probabilities are 0.
    @Test func ignoredClassesHaveNoGradient() throws {
        let loss = SparseCategoricalCrossentropy(ignoreClass: -1)
        let p = Tensor([[0.2, 0.8], [0.3, 0.7]]), numbers = Tensor([1, -1] as [Int32])
        let value = loss(target: numbers, prediction: p)
        #expect(try mismatch(value, 0.22314355) == nil)
        #expect(try gradient(of: value, withRespectTo: p)[1].scalars() == [0, 0])
        #expect(loss.classCount(prediction: p.type) == nil)
    }

    @Test func wrongSettingsAreErrors() throws {
        #expect(
            throws: MyelinError(
                .file,
                "compile: loss Hinge: reduction: expected sum_over_batch_size, mean, sum, mean_with_sample_weight or none, got all"
            )
        ) {
            try Registry.losses.make(["class_name": "Hinge", "config": ["reduction": "all"]], owner: "compile")
        }
        let type = TensorType([2, 1], .float32)
        #expect(
            throws: MyelinError(
                .argument, "CategoricalGeneralizedCrossEntropy: expected q between 0 and 1, got 1.0")
        ) {
            try CategoricalGeneralizedCrossEntropy(q: 1).check(target: type, prediction: type)
        }
        #expect(throws: MyelinError(.unknownName, "compile: unknown loss 'dicey'")) {
            try Registry.losses.make("dicey", owner: "compile")
        }
    }

    // MARK: Checks

    private func message(_ loss: any Loss, target: Shape, prediction: Shape) -> String {
        do {
            try loss.check(target: TensorType(target, .float32), prediction: TensorType(prediction, .float32))
            return "fits"
        } catch { return "\(error)" }
    }

    @Test func targetsThatDoNotFitAreErrors() {
        #expect(message(.mse, target: [8, 3], prediction: [8, 3]) == "fits")
        #expect(message(.mse, target: [8], prediction: [8, 1]) == "fits")
        #expect(
            message(.mse, target: [8], prediction: [8, 3])
                == "MeanSquaredError: expected targets of shape (8, 3), as the prediction, got (8,)")
        #expect(
            message(.categoricalCrossentropy, target: [8, 1], prediction: [8, 10])
                == "CategoricalCrossentropy: expected one-hot targets of shape (8, 10), got (8, 1); "
                + "for class numbers use SparseCategoricalCrossentropy")
        #expect(
            message(.categoricalCrossentropy, target: [8, 5], prediction: [8, 10])
                == "CategoricalCrossentropy: expected one-hot targets of shape (8, 10), got (8, 5)")
        #expect(
            message(.categoricalCrossentropy, target: [8, 1], prediction: [8, 1])
                == "CategoricalCrossentropy: expected predictions of two classes or more, got shape (8, 1); "
                + "for one probability a sample use BinaryCrossentropy")
        #expect(message(.sparseCategoricalCrossentropy, target: [8], prediction: [8, 10]) == "fits")
        #expect(message(.sparseCategoricalCrossentropy, target: [8, 1], prediction: [8, 10]) == "fits")
        #expect(
            message(.sparseCategoricalCrossentropy, target: [8, 10], prediction: [8, 10])
                == "SparseCategoricalCrossentropy: expected class numbers of shape (8,), got targets of shape (8, 10); "
                + "for one-hot targets use CategoricalCrossentropy")
        #expect(
            message(.binaryCrossentropy, target: [8], prediction: [8, 10])
                == "BinaryCrossentropy: expected targets of shape (8, 10), as the prediction, got (8,); "
                + "for one class number a sample use SparseCategoricalCrossentropy")
    }

    @Test func classCountsAreKnown() {
        let type = TensorType([8, 10], .float32)
        #expect(SparseCategoricalCrossentropy().classCount(prediction: type) == 10)
        #expect(CategoricalCrossentropy().classCount(prediction: type) == nil)
    }
}
