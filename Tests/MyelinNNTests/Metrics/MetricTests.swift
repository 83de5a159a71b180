import Myelin
import MyelinNN
import TestSupport
import Testing

struct MetricTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let targets: String
        let predictions: String
        let sampleWeight: String
        let results: [GoldenTensor]
        let config: GoldenConfig

        enum CodingKeys: String, CodingKey {
            case name, arguments, results, config
            case targets = "y_true"
            case predictions = "y_pred"
            case sampleWeight = "sample_weight"
        }

        var testDescription: String { "\(name) \(arguments.values)" }
    }

    struct File: Decodable, Sendable {
        let arrays: [String: [GoldenTensor]]
        let weights: GoldenTensor
        let stepWeights: GoldenTensor
        let cases: [Case]
        let wrapped: GoldenConfig

        enum CodingKeys: String, CodingKey {
            case arrays, weights, cases, wrapped
            case stepWeights = "step_weights"
        }

        /// Targets, predictions and weights of a case's two batches; the first has no weights.
        func batches(_ test: Case) -> [(target: Tensor, prediction: Tensor, sampleWeight: Tensor?)] {
            let weights = test.sampleWeight == "weights" ? weights : stepWeights
            return (0..<2).map {
                (arrays[test.targets]![$0].tensor, arrays[test.predictions]![$0].tensor, $0 == 0 ? nil : weights.tensor)
            }
        }
    }

    private static let file = Result { try golden("metrics", as: File.self) }

    private func make(_ value: ConfigValue) throws -> Metric { try Metric.make(value, owner: "test") }

    @Test(arguments: try file.get().cases)
    func matchesKeras(_ test: Case) throws {
        let metric = try make(test.arguments.serialized(className: test.name))
        for _ in 0..<2 {
            for (batch, result) in zip(try Self.file.get().batches(test), test.results) {
                try metric.see(batch.target, batch.prediction, batch.sampleWeight)
                #expect(try mismatch(metric.result(), result, rtol: 3e-6, atol: 3e-6) == nil)
            }
            metric.reset()
            // Without samples the variance is 0 / 0.
            if test.name != "R2Score" { #expect(try metric.result().scalars().allSatisfy { $0 == 0 }) }
        }
    }

    @Test(arguments: try file.get().cases)
    func formIsKeras(_ test: Case) throws {
        let form: ConfigValue = [
            "module": "keras.metrics", "class_name": .string(test.name), "config": test.config.value,
            "registered_name": nil,
        ]
        #expect(try make(form).serialized.withoutIntegers == form.withoutIntegers)
        var written = try make(test.arguments.serialized(className: test.name)).serialized
        // Keras' 'int' is of the backend's size.
        if case .object(var object) = written, case .object(var config)? = object["config"],
            config["dtype"] == "int64"
        {
            config["dtype"] = "int32"
            object["config"] = .object(config)
            written = .object(object)
        }
        #expect(written.withoutIntegers == form.withoutIntegers)
    }

    @Test func wrappedFunctionsAreMetrics() throws {
        let metric = try make(Self.file.get().wrapped.value)
        #expect(metric.name == "wrapped")
        #expect((metric as? LossMetric)?.loss is MeanSquaredError)
        let function: ConfigValue = ["module": "builtins", "class_name": "function", "config": "mean_absolute_error"]
        #expect(try make(function).name == "mean_absolute_error")
        // A loss that is no metric of Keras' is wrapped.
        let huber = LossMetric(Huber(delta: 2), name: "h")
        #expect(huber.className == "MeanMetricWrapper")
        let copy = try make(huber.serialized)
        #expect(((copy as? LossMetric)?.loss as? Huber)?.delta == 2)
        #expect(copy.serialized == huber.serialized)
    }

    @Test func masksWeighMeansAlone() throws {
        let target = Tensor([[1, 0], [1, 1]]), prediction = Tensor([[0.9, 0.9], [0.9, 0.2]])
        let mask = Tensor([[1, 0], [1, 0]])
        func result(_ metric: Metric, _ weights: Tensor?) throws -> Float {
            let updates = metric.update(
                target: target.expanded(at: 2), prediction: prediction.expanded(at: 2),
                sampleWeight: weights, mask: mask)
            for update in updates { try update.variable.assign(update.value) }
            return try metric.result().scalar()
        }
        #expect(try result(BinaryAccuracy(), nil) == 1)
        #expect(try result(BinaryAccuracy(), Tensor([2, 1])) == 1)
        #expect(try mismatch([Double(result(Precision(), nil))], [2.0 / 3]) == nil)
    }

    /// Keras writes them as an object around the list. The first label is told apart, the second the wrong way round.
    @Test func labelWeightsMayBeATensor() throws {
        let written: ConfigValue = [
            "class_name": "AUC",
            "config": [
                "multi_label": true,
                "label_weights": ["class_name": "__tensor__", "config": ["value": [0.25, 0.75], "dtype": "float32"]],
            ],
        ]
        let metric = try make(written)
        #expect((metric as? AUC)?.labelWeights == [0.25, 0.75])
        try metric.see(Tensor([[1, 0], [0, 1]]), Tensor([[0.9, 0.9], [0.1, 0.1]]), nil)
        #expect(try mismatch([Double(metric.result().scalar())], [0.25]) == nil)
    }

    /// Ten lines of one's own.
    private final class MeanBias: Mean {
        override var className: String { "MeanBias" }
        override func values(target: Tensor, prediction: Tensor) -> Tensor { prediction - target }
    }

    @Test func ownMetricsAreRegistered() throws {
        Registry.metrics.register("MeanBias") { MeanBias(name: try $0.string("name", default: "mean_bias")) }
        let metric = try make("mean_bias")
        try metric.see(Tensor([[1], [2]]), Tensor([[2], [5]]), nil)
        #expect(try metric.result().scalar() == 2)
        #expect(try make(metric.serialized).className == "MeanBias")
        guard case .object(let form) = metric.serialized else { return }
        #expect(form["module"] == ConfigValue.null && form["registered_name"] == "MeanBias")
    }

    /// The rule of "accuracy" is that of the class which the shapes ask for.
    @Test func accuracyFollowsTheShapes() throws {
        let file = try Self.file.get()
        for test in file.cases
        where test.name.hasSuffix("Accuracy") && test.name != "Accuracy" && test.arguments.values.isEmpty {
            let unresolved = Accuracy()
            let batches = file.batches(test)
            let target = batches[0].target, prediction = batches[0].prediction
            let resolved = unresolved.resolved(target: target.type, prediction: prediction.type, loss: nil)
            #expect(resolved.className == test.name)
            #expect(resolved.name == "accuracy")
            for (batch, result) in zip(batches, test.results) {
                for metric in [unresolved, resolved] {
                    try metric.see(batch.target, batch.prediction, batch.sampleWeight)
                    #expect(try mismatch(metric.result(), result) == nil, "\(test.name)")
                }
            }
        }
    }

    @Test func accuracyTakesLabelsOfAnyType() throws {
        let prediction = Tensor([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
        for dtype in [DType.uint8, .int32, .int64, .float32] {
            for shape in [[4], [4, 1]] as [Shape] {
                let metric = Accuracy()
                try metric.see(Tensor([1, 0, 0, 0]).cast(to: dtype).reshaped(to: shape), prediction, nil)
                #expect(try metric.result().scalar() == 0.75)
            }
            let binary = Accuracy()
            try binary.see(Tensor([1, 0, 0, 0]).cast(to: dtype), Tensor([[0.7], [0.7], [0.2], [0.5]]), nil)
            #expect(try binary.result().scalar() == 0.75)
        }
    }

    @Test func meansCountSamples() throws {
        let mean = Mean(name: "loss")
        // A batch's loss, weighted with its size, as training keeps it.
        for update in mean.update(values: Tensor(2), sampleWeight: Tensor(3)) {
            try update.variable.assign(update.value)
        }
        for update in mean.update(values: Tensor(6), sampleWeight: Tensor(1)) {
            try update.variable.assign(update.value)
        }
        #expect(try mean.result().scalar() == 3)
        mean.reset()
        let values = Tensor([1, 2, 3, 4, 5, 6, 7, 8]).reshaped(to: [2, 2, 2])
        for update in mean.update(values: values) { try update.variable.assign(update.value) }
        #expect(try mean.result().scalar() == 4.5)
        #expect(mean.count.scalar == 2)
        // One weight a sample, and one for each of its rows.
        for (weights, expected) in [(Tensor([1, 3]), Float(5.5)), (Tensor([[1, 0], [0, 3]]), Float(24.0 / 4))] {
            mean.reset()
            for update in mean.update(values: values, sampleWeight: weights) {
                try update.variable.assign(update.value)
            }
            #expect(try mean.result().scalar() == expected)
        }
    }

    @Test func precisionRecallCurve() throws {
        // Keras: AUC(num_thresholds=3, curve="PR") after update_state([0, 0, 1, 1], [0, 0.6, 0.3, 0.9]). By hand: true
        // positives 2, 1, 0 and positives 4, 2, 0, so the slope is 1/2 and the intercepts 0.
        let metric = AUC(thresholdCount: 3, curve: .pr)
        try metric.see(Tensor([0, 0, 1, 1]), Tensor([0, 0.6, 0.3, 0.9]), nil)
        #expect(try mismatch(metric.result(), 0.5) == nil)
    }

    @Test func logitsCurveIsThatOfProbabilities() throws {
        let logits = Tensor([-2, 0.3, -0.4, 1.5, 0.2]), target = Tensor([0, 0, 1, 1, 1])
        let a = AUC(fromLogits: true), b = AUC()
        try a.see(target, logits, nil)
        try b.see(target, sigmoid(logits), nil)
        #expect(try a.result().scalar() == b.result().scalar())
    }

    @Test func namesFollowKeras() throws {
        let metrics: [Metric] = [
            .accuracy, .mse, .mae, .auc, .precision, .recall, .meanSquaredError, .meanAbsoluteError, .binaryAccuracy,
            .categoricalAccuracy, .sparseCategoricalAccuracy, .loss(.huber), .mean,
        ]
        #expect(
            metrics.map(\.name) == [
                "accuracy", "mse", "mae", "auc", "precision", "recall", "mean_squared_error", "mean_absolute_error",
                "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "huber", "mean",
            ])
        #expect(
            try ["accuracy", "acc", "mse", "MSE", "mean_squared_error", "AUC"].map { try make(.string($0)).name } == [
                "accuracy", "acc", "mse", "MSE", "mean_squared_error", "AUC",
            ])
    }

    @Test func configurationsRoundTrip() throws {
        let metrics = [
            BinaryAccuracy(threshold: 0.2, name: "mine"), Precision(thresholds: 0.3), Recall(name: "r"),
            AUC(thresholdCount: 50, curve: .pr, fromLogits: true), .mse, .meanAbsoluteError, .accuracy,
            .categoricalAccuracy,
            LossMetric(.binaryCrossentropy(fromLogits: true), name: "bce"), SparseCategoricalAccuracy(),
            Mean(name: "m"),
        ]
        for metric in metrics {
            let made = try make(metric.serialized)
            #expect(made.serialized == metric.serialized)
            #expect(made.name == metric.name)
        }
    }

    @Test func unknownNamesAreErrors() {
        #expect(throws: MyelinError(.unknownName, "compile: unknown metric 'f1'")) { try compiled("f1") }
        #expect(
            throws: MyelinError(
                .file, "compile: metric Precision: thresholds: expected numbers from 0 to 1, got 1.5")
        ) {
            try compiled(["class_name": "Precision", "config": ["thresholds": [0.2, 1.5]]])
        }
        #expect(
            throws: MyelinError(
                .file, "compile: metric IoU: target_class_ids: expected classes from 0 to 1, got 2")
        ) {
            try compiled(["class_name": "IoU", "config": ["num_classes": 2, "target_class_ids": [2]]])
        }
        // What would take more memory than there is.
        let large: [(name: String, config: ConfigObject, message: String)] = [
            ("AUC", ["num_thresholds": 1], "num_thresholds: expected 2 to 65536, got 1"),
            ("AUC", ["num_thresholds": 1_000_000_000], "num_thresholds: expected 2 to 65536, got 1000000000"),
            ("AUC", ["multi_label": true, "num_labels": 100_000], "num_labels: expected 1 to 83886, got 100000"),
            (
                "PrecisionAtRecall", ["recall": 0.5, "num_thresholds": 0],
                "num_thresholds: expected 1 to 65536, got 0"
            ),
            ("MeanIoU", ["num_classes": 65536], "num_classes: expected 1 to 4096, got 65536"),
        ]
        for (name, config, message) in large {
            #expect(throws: MyelinError(.file, "compile: metric \(name): \(message)")) {
                try compiled(["class_name": .string(name), "config": .object(config)])
            }
        }
        #expect(
            throws: MyelinError(
                .shape,
                "F1Score 'f1_score': expected targets and predictions of one shape (batch, classes), got (2,) and (2, 3)"
            )
        ) {
            try F1Score().see(Tensor([0, 1]), Tensor.zeros([2, 3]), nil)
        }
    }

    /// Negative numbers of classes count from the end, as in Keras.
    @Test func theOneClassThatIsLookedAt() throws {
        let target = Tensor([0, 1, 1, 0] as [Float], shape: [2, 2])
        let prediction = Tensor([0.1, 0.9, 0.2, 0.8] as [Float], shape: [2, 2])
        func precision(_ classID: Int) throws -> Float {
            let metric = Precision(classID: classID)
            try metric.see(target, prediction, nil)
            return try metric.result().scalar()
        }
        #expect(try precision(1) == 0.5)
        #expect(try precision(-1) == 0.5)
        #expect(try precision(0) == 0)
        for classID in [2, -3, Int.max] {
            #expect(throws: MyelinError(.argument, "classID: expected a class from 0 to 1, got \(classID)")) {
                try precision(classID)
            }
        }
    }

    private func compiled(_ value: ConfigValue) throws -> Metric { try Metric.make(value, owner: "compile") }
}

extension Metric {
    /// Adds a batch.
    fileprivate func see(_ target: Tensor, _ prediction: Tensor, _ sampleWeight: Tensor?) throws {
        let updates = update(target: target, prediction: prediction, sampleWeight: sampleWeight)
        let values = try updates.map { try $0.value.detached() }
        for (update, value) in zip(updates, values) { try update.variable.assign(value) }
    }
}
