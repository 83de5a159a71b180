import Myelin
import MyelinNN
import TestSupport
import Testing

/// Whole training runs as Keras does them: batches of 5, 5, 5 and 3, validation, penalties, sample and class weights.
struct TrainingGoldenTests {
    struct File: Decodable, Sendable {
        let x: GoldenTensor
        let y: GoldenTensor
        let sampleWeight: GoldenTensor
        let initialWeights: [GoldenTensor]
        let fit: Fit
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case x, y, fit, runs
            case sampleWeight = "sample_weight"
            case initialWeights = "initial_weights"
        }
    }

    struct Fit: Decodable, Sendable {
        let batchSize: Int
        let epochs: Int
        let validationSplit: Double
        let shuffle: Bool

        enum CodingKeys: String, CodingKey {
            case epochs, shuffle
            case batchSize = "batch_size"
            case validationSplit = "validation_split"
        }
    }

    struct Run: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let penalty: Double
        let usesSampleWeight: Bool
        let classWeight: [String: Double]?
        let optimizer: String
        let arguments: GoldenArguments
        let history: [String: [Double]]
        let finalWeights: [GoldenTensor]

        enum CodingKeys: String, CodingKey {
            case name, optimizer, arguments, history
            case penalty = "kernel_l2"
            case usesSampleWeight = "sample_weight"
            case classWeight = "class_weight"
            case finalWeights = "final_weights"
        }

        var testDescription: String { name }
    }

    private static let file = Result { try golden("training", as: File.self) }

    @Test(arguments: try file.get().runs)
    func matchesKeras(_ run: Run) throws {
        let file = try Self.file.get()
        let penalty: (any Regularizer)? = run.penalty == 0 ? nil : L2(run.penalty)
        let model = try Sequential([
            Input(shape: [4]), Dense(8, activation: .relu, kernelRegularizer: penalty),
            Dense(3, activation: .softmax, kernelRegularizer: penalty),
        ])
        try model.setWeights(file.initialWeights.map(\.tensor))
        let optimizer = try Optimizer.make(run.arguments.serialized(className: run.optimizer), owner: "test")
        model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let classWeight = run.classWeight.map { Dictionary(uniqueKeysWithValues: $0.map { (Int($0)!, $1) }) }
        let history = try model.fit(
            file.x.tensor, file.y.tensor.cast(to: .int32), batchSize: file.fit.batchSize, epochs: file.fit.epochs,
            verbose: .silent, validationSplit: file.fit.validationSplit, shuffle: file.fit.shuffle,
            classWeight: classWeight,
            sampleWeight: run.usesSampleWeight ? file.sampleWeight.tensor : nil)
        for (name, expected) in run.history {
            #expect(mismatch(history[name], expected, rtol: 2e-6, atol: 2e-6) == nil, "\(name)")
        }
        #expect(Set(history.names) == Set(run.history.keys))
        for (weight, expected) in zip(try model.getWeights(), run.finalWeights) {
            #expect(try mismatch(weight, expected, rtol: 5e-6, atol: 5e-6) == nil)
        }
    }
}
