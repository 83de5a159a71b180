import Foundation
import Myelin
import MyelinNN
import TestSupport
import Testing

/// Text as an input of models, and the layers that work on it.
struct TextTests {
    struct File: Decodable, Sendable {
        let vectorizers: Vectorizers
    }

    struct Vectorizers: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let arguments: GoldenArguments
            let vocabulary: [String]
            let output: GoldenTensor
        }
        let learned: [String]
        let texts: [String]
        let cases: [Case]
    }

    private static let file = Result { try golden("preprocessing", as: File.self).vectorizers }

    @Test(arguments: try file.get().cases.indices)
    func vectorizesAsKeras(_ number: Int) throws {
        let file = try Self.file.get(), test = file.cases[number]
        let layer = try #require(
            Registry.layers.make("TextVectorization", config: test.arguments.values.merging(["name": "v"]) { $1 })
                as? TextVectorization)
        try layer.adapt(file.learned)
        #expect(layer.vocabulary == test.vocabulary)
        let output = try layer(TextArray(file.texts, shape: [file.texts.count, 1]))
        #expect(try mismatch(output.cast(to: .float32), test.output) == nil, "\(test.arguments.values)")
    }

    private let texts = ["a fine film", "dull", "fine, FINE acting", "a dull film"]

    private func vectorizer(_ mode: OutputMode = .multiHot) throws -> TextVectorization {
        let layer = TextVectorization(outputMode: mode)
        try layer.adapt(texts)
        return layer
    }

    /// Texts go into `fit`, `evaluate` and `predict` as they are, and models are saved with their vocabularies.
    @Test func modelsTakeText() throws {
        let vectorizer = try vectorizer()
        let model = try Sequential(seed: 1) {
            Input.text()
            vectorizer
            Dense(1, activation: .sigmoid)
        }
        #expect(model.outputs[0].shape == [nil, 1])
        model.compile(optimizer: SGD(learningRate: 1), loss: .binaryCrossentropy)
        let y = Tensor([1, 0, 1, 0] as [Float], shape: [4, 1])
        let history = try model.fit(texts, y, batchSize: 3, epochs: 20, verbose: .silent)
        let losses = try #require(history["loss"] as [Double]?)
        #expect(losses[19] < losses[0])
        let predictions = try model.predict(["a fine film", "dull"])
        let values = try predictions.scalars()
        #expect(values[0] > 0.5 && values[1] < 0.5)
        // The same numbers from the words' bits by hand.
        let kernel = try model.layers[1].weights[0].value.scalars(),
            bias = try model.layers[1].weights[1].value.scalar()
        let places = ["a", "fine", "film"].map { vectorizer.vocabulary.firstIndex(of: $0)! }
        let sum = places.reduce(bias) { $0 + kernel[$1] }
        #expect(abs(values[0] - 1 / (1 + exp(-sum))) < 1e-5)
        try inFolder { folder in
            try model.save(folder + "/model.keras")
            let again = try loadModel(folder + "/model.keras")
            #expect(try again.predict(["a fine film", "dull"]).scalars() == values)
        }
    }

    /// Text and numbers together, and numbers that become text at the end.
    @Test func modelsMixTextAndNumbers() throws {
        let words = Input.text(shape: [2], name: "words"), number = Input(shape: [2], dtype: .int64, name: "number")
        let lookup = StringLookup(vocabulary: ["cat", "dog"])
        let sum = Add()([lookup(words), number])
        let back = StringLookup(vocabulary: ["cat", "dog"], invert: true)
        let model = try Model(inputs: [words, number], outputs: [sum, back(sum)])
        let results = try model.predict(
            [
                .text(try TextArray(["dog", "cow", "cat", "dog"], shape: [2, 2])),
                .numbers(Tensor([0, 1, 1, 5] as [Int], shape: [2, 2])),
            ], batchSize: 1)
        #expect(try results[0].numbers?.scalars(Int.self) == [2, 1, 2, 7])
        #expect(results[1].text == (try TextArray(["dog", "cat", "dog", "[UNK]"], shape: [2, 2])))
    }

    @Test func refusesWhatCannotBe() throws {
        let model = try Sequential {
            Input.text()
            try vectorizer()
        }
        #expect(errorText { try model.predict(Tensor.zeros([2])) }?.contains("expected text, got numbers") ?? false)
        let numbers = try Sequential([Input(shape: [1]), Dense(1)])
        #expect(errorText { try numbers.predict(["a"]) }?.contains("expected numbers, got text") ?? false)
        let dense = errorText { try Sequential([Input.text(shape: [1]), Dense(1)]) }
        #expect(dense?.contains("dense: takes numbers, got text") ?? false)
        let back = StringLookup(vocabulary: ["a"], invert: true), forth = StringLookup(vocabulary: ["a"])
        let input = Input(shape: [1], dtype: .int64)
        let middle = errorText {
            try Model(inputs: input, outputs: Add()([forth(back(Add()([input, input]))), input]))
        }
        #expect(middle?.contains("can only be an output") ?? false)
        let strict = StringLookup(vocabulary: ["cat"], numOOVIndices: 0)
        #expect(errorText { try strict(["dog"]) }?.contains("'dog' is not in the vocabulary") ?? false)
        let twice = errorText { try StringLookup(vocabulary: ["a", "a"])(["a"]) }
        #expect(twice?.contains("'a' occurs twice") ?? false)
        #expect(errorText { try TextVectorization(outputMode: .count)(["a"]) }?.contains("call adapt") ?? false)
    }

    /// Two texts that look the same may have other bytes, as TensorFlow tells them apart.
    @Test func comparesBytes() throws {
        let lookup = StringLookup(vocabulary: ["\u{e9}"])
        #expect(try lookup(["\u{e9}", "e\u{301}"]).scalars(Int.self) == [1, 0])
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/myelin-text-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
