import Myelin
import MyelinCore
import MyelinNN
import TestSupport
import Testing

/// Normalization, discretization, encodings, hashes and look-ups of numbers.
struct NumericPreprocessingTests {
    struct File: Decodable, Sendable {
        let hashes: Hashes
        let discretizations: Discretizations
    }

    struct Hashes: Decodable, Sendable {
        let texts: [String]
        let buckets: Int
        let key: [Int]
        let fast: [Int]
        let strong: [Int]
    }

    struct Discretizations: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let bins: Int
            let epsilon: Double
            let boundaries: [Double]
        }
        let input: GoldenTensor
        let cases: [Case]
    }

    private static let file = Result { try golden("preprocessing", as: File.self) }

    @Test func hashesAsTensorFlow() throws {
        let file = try Self.file.get().hashes
        for (salt, expected) in [(nil, file.fast), (file.key, file.strong)] {
            let layer = try #require(
                Registry.layers.make(
                    "Hashing",
                    config: [
                        "name": "hash", "num_bins": .int(file.buckets), "salt": salt.map { ConfigValue($0) } ?? .null,
                    ]) as? Hashing)
            let model = try Sequential([Input.text(), layer])
            #expect(try model.predict(file.texts).scalars(Int.self) == expected)
        }
    }

    @Test func discretizesAsKeras() throws {
        let file = try Self.file.get().discretizations
        for test in file.cases {
            let layer = Discretization(numBins: test.bins, epsilon: test.epsilon)
            try layer.adapt(file.input.tensor)
            #expect(mismatch(layer.binBoundaries ?? [], test.boundaries, rtol: 1e-6, atol: 1e-7) == nil)
        }
    }

    @Test func normalizesByItsData() throws {
        let layer = Normalization()
        let data = Tensor([1, 10, 3, 30] as [Float], shape: [2, 2])
        try layer.adapt(data)
        // Means 2 and 20, deviations 1 and 10.
        let model = try Sequential([Input(shape: [2]), layer])
        #expect(try model.predict(data).scalars() == [-1, -1, 1, 1])
        let back = Normalization(mean: [2, 20], variance: [1, 100], invert: true)
        #expect(try back(Tensor([-1, 1] as [Float], shape: [1, 2])).scalars() == [1, 30])
        try layer.adapt(data * 2.0)
        #expect(try model.predict(data).scalars() == [-1.5, -1.5, -0.5, -0.5], "adapted again, the same steps")
    }

    /// A vocabulary that is learned again counts for steps that were compiled before.
    @Test func looksUpWhatItHasLearnedLast() throws {
        let layer = IntegerLookup()
        try layer.adapt(Tensor([5, 5, 7] as [Int], shape: [3]))
        let model = try Sequential([Input(shape: [3], dtype: .int64), layer])
        let x = Tensor([5, 7, 9] as [Int], shape: [1, 3])
        #expect(try model.predict(x).scalars(Int.self) == [1, 2, 0])
        try layer.adapt(Tensor([9, 9, 5] as [Int], shape: [3]))
        #expect(layer.vocabulary == [-1, 9, 5])
        #expect(try model.predict(x).scalars(Int.self) == [2, 0, 1])
    }

    /// What a look-up in a compiled step throws comes out of `predict`.
    @Test func throwsFromInsideAStep() throws {
        let model = try Sequential([Input(shape: [1], dtype: .int64), IntegerLookup(vocabulary: [3], numOOVIndices: 0)])
        let unknown = errorText { try model.predict(Tensor([4] as [Int], shape: [1, 1])) }
        #expect(
            unknown == "integer_lookup: '4' is not in the vocabulary; numOOVIndices 1 would give such tokens a number")
        #expect(try model.predict(Tensor([3] as [Int], shape: [1, 1])).scalars(Int.self) == [0])
        let encoding = CategoryEncoding(3)
        #expect(
            errorText { try encoding(Tensor([-1] as [Int], shape: [1, 1])).scalars() }
                == "expected category numbers of at least 0, got -1")
    }

    /// Ones stay bytes up to the product of a Dense layer.
    @Test func multipliesBytes() throws {
        let model = try Sequential(seed: 1) {
            Input(shape: [4], dtype: .int32)
            CategoryEncoding(1000)
            Dense(8)
        }
        let x = Tensor([1, 5, 5, 999] as [Int32], shape: [1, 4])
        let kernel = try model.weights[0].value.scalars()
        let sums = (0..<8).map { column in [1, 5, 999].reduce(Float(0)) { $0 + kernel[$1 * 8 + column] } }
        #expect(mismatch(try model.predict(x).scalars(Double.self), sums.map(Double.init)) == nil)
        model.compile(optimizer: SGD(), loss: .meanSquaredError)
        let kernels = try CPUBackend.compile(model.trainingProgram(batchSize: 2)).lines.map(\.kernel)
        #expect(kernels.contains("matmul_bytes"), "\(kernels)")
    }

    @Test func countsByWeights() throws {
        let x = Input(shape: [3], dtype: .int32), weights = Input(shape: [3])
        let counts = CategoryEncoding(4, outputMode: .count)(x, countWeights: weights)
        let model = try Model(inputs: [x, weights], outputs: [counts])
        let result = try model.predict([
            Tensor([0, 2, 2] as [Int32], shape: [1, 3]), Tensor([0.5, 1, 2] as [Float], shape: [1, 3]),
        ])
        #expect(try result[0].scalars() == [0.5, 0, 3, 0])
    }
}
