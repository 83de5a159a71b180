import Myelin
import MyelinNN
import TestSupport
import Testing

struct MetricTests {
    struct Batch: Decodable, Sendable {
        let target: GoldenTensor
        let prediction: GoldenTensor
        let sampleWeight: GoldenTensor?
        let result: Double

        enum CodingKeys: String, CodingKey {
            case result
            case target = "y_true"
            case prediction = "y_pred"
            case sampleWeight = "sample_weight"
        }
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let batches: [Batch]

        var testDescription: String { "\(name) \(arguments.values)" }
    }

    private static let cases = Result { try golden("metrics", as: GoldenCases<Case>.self).cases }

    private func make(_ value: ConfigValue) throws -> Metric { try Metric.make(value, owner: "test") }

    @Test(arguments: try cases.get())
    func matchesKeras(_ test: Case) throws {
        let metric = try make(test.arguments.serialized(className: test.name))
        for _ in 0..<2 {
            for batch in test.batches {
                try metric.see(batch.target.tensor, batch.prediction.tensor, batch.sampleWeight?.tensor)
                #expect(try mismatch(metric.result(), batch.result) == nil)
            }
            metric.reset()
            #expect(try metric.result().scalar() == 0)
        }
    }

    /// The rule of "accuracy" is that of the class which the shapes ask for.
    @Test func accuracyFollowsTheShapes() throws {
        for test in try Self.cases.get() where test.name.hasSuffix("Accuracy") && test.arguments.values.isEmpty {
            let unresolved = Accuracy()
            let target = test.batches[0].target.tensor, prediction = test.batches[0].prediction.tensor
            let resolved = unresolved.resolved(target: target.type, prediction: prediction.type, loss: nil)
            #expect(resolved.className == test.name)
            #expect(resolved.name == "accuracy")
            for batch in test.batches {
                for metric in [unresolved, resolved] {
                    try metric.see(batch.target.tensor, batch.prediction.tensor, batch.sampleWeight?.tensor)
                    #expect(try mismatch(metric.result(), batch.result) == nil, "\(test.name)")
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
                .file, "compile: metric Precision: expected one threshold, got 2; use a metric for each")
        ) {
            try compiled(["class_name": "Precision", "config": ["thresholds": [0.2, 0.5]]])
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
