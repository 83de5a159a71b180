import Myelin
import MyelinNN
import TestSupport
import Testing

struct InitializerTests {
    struct Case: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let distribution: String
        let limit: Double?
        let standardDeviation: Double

        enum CodingKeys: String, CodingKey {
            case name, shape, distribution, limit
            case standardDeviation = "standard_deviation"
        }
    }

    private func make(_ value: ConfigValue) throws -> any Initializer {
        try Registry.initializers.make(value, owner: "test")
    }

    private func key(_ value: Int) -> Tensor { Tensor([value], shape: []) }

    @Test(arguments: try golden("initializers", as: GoldenCases<Case>.self).cases)
    func matchesKerasDistributions(_ test: Case) throws {
        let initializer = try make(.string(test.name))
        // Several keys for a larger sample.
        let values = try (1...20).flatMap {
            try initializer(Shape(test.shape), dtype: .float32, key: key($0)).scalars(Double.self)
        }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let largest = values.map { abs($0) }.max()!
        // Four standard errors of the mean; of the variance a little more than for a normal distribution.
        #expect(abs(mean) < 4 * test.standardDeviation / count.squareRoot(), "\(test.name)")
        #expect(abs(variance.squareRoot() / test.standardDeviation - 1) < 4 / (2 * count).squareRoot(), "\(test.name)")
        if let limit = test.limit {
            #expect(largest <= limit * 1.00001, "\(test.name)")
            #expect(largest > limit * 0.98, "\(test.name)")
        } else {
            #expect(largest > 3 * test.standardDeviation)
        }
        if test.distribution == "uniform" {
            let outer = values.filter { abs($0) > test.limit! / 2 }.count
            #expect(abs(Double(outer) / count - 0.5) < 2 / count.squareRoot())
        }
    }

    struct Fixed: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let name: String
            let arguments: GoldenArguments
            let y: GoldenTensor
        }
        let values: [Case]
        let serialized: [GoldenConfig]
    }

    @Test func fixedValuesAreKeras() throws {
        for test in try golden("initializers", as: Fixed.self).values {
            let initializer = try make(test.arguments.serialized(className: test.name))
            let value = initializer(Shape(test.y.shape), dtype: .float32, key: key(0))
            #expect(try mismatch(value, test.y) == nil, "\(test.name)")
        }
    }

    @Test func formsAreKeras() throws {
        for form in try golden("initializers", as: Fixed.self).serialized {
            #expect(try make(form.value).serialized.withoutIntegers == form.value.withoutIntegers)
        }
    }

    @Test func orthogonalMatricesAreOrthogonal() throws {
        for shape in [[40, 7], [7, 40], [3, 3, 2, 8], [5, 5]] as [Shape] {
            let matrix = Orthogonal(gain: 2)(shape, dtype: .float32, key: key(3)).reshaped(
                to: [-1, shape[shape.rank - 1]])
            let rows = matrix.shape[0] < matrix.shape[1] ? matrix : matrix.transposed()
            let product = matmul(rows, rows.transposed())
            #expect(try mismatch(product, Tensor.identity(rows.shape[0]) * 4, atol: 1e-5) == nil)
        }
        // Each element is as often negative as positive.
        let signs = try (1...200).map { try Orthogonal()([2, 2], dtype: .float32, key: key($0)).scalars()[0] }
        #expect((70...130).contains(signs.filter { $0 > 0 }.count))
        #expect(throws: MyelinError.self) { try Orthogonal()([3], dtype: .float32, key: key(0)).scalars() }
    }

    @Test func constantsMayBeArrays() throws {
        let written: ConfigValue = [
            "class_name": "Constant",
            "config": [
                "value": ["class_name": "__numpy__", "config": ["value": [[1, 2], [3, 4.5]], "dtype": "float64"]]
            ],
        ]
        let constant = try make(written)
        #expect(try constant([2, 2], dtype: .float32, key: key(0)).scalars() == [1, 2, 3, 4.5])
        #expect(try make(constant.serialized).serialized == constant.serialized)
        let list: ConfigValue = ["class_name": "Constant", "config": ["value": [1, 2.5]]]
        let listed = try make(list)
        #expect(try listed([3, 2], dtype: .float32, key: key(0)).scalars() == [1, 2.5, 1, 2.5, 1, 2.5])
        let ragged: ConfigValue = ["class_name": "Constant", "config": ["value": [[1, 2], [3]]]]
        #expect(throws: MyelinError.self) { _ = try make(ragged) }
    }

    @Test func fansAreKeras() {
        #expect(VarianceScaling.fans([]) == (1, 1))
        #expect(VarianceScaling.fans([7]) == (7, 7))
        #expect(VarianceScaling.fans([3, 5]) == (3, 5))
        #expect(VarianceScaling.fans([3, 3, 16, 32]) == (144, 288))
    }

    @Test func equalKeysGiveEqualValues() throws {
        let initializer = GlorotUniform()
        let a = try initializer([8, 8], dtype: .float32, key: key(1)).scalars()
        let b = try initializer([8, 8], dtype: .float32, key: key(1)).scalars()
        let c = try initializer([8, 8], dtype: .float32, key: key(2)).scalars()
        #expect(a == b)
        #expect(a != c)
        let seeded = HeNormal(seed: 7)
        let d = try seeded([8, 8], dtype: .float32, key: key(1)).scalars()
        let e = try seeded([8, 8], dtype: .float32, key: key(2)).scalars()
        #expect(d == e)
    }

    @Test func constantsFill() throws {
        #expect(try Zeros()([2], dtype: .float32, key: key(0)).scalars() == [0, 0])
        #expect(try Ones()([2], dtype: .float32, key: key(0)).scalars() == [1, 1])
        #expect(try Constant(0.5)([2], dtype: .float64, key: key(0)).scalars(Double.self) == [0.5, 0.5])
        #expect(
            try RandomUniform(minimum: 2, maximum: 3)([100], dtype: .float32, key: key(0)).scalars().allSatisfy {
                (2..<3).contains($0)
            })
        #expect(
            try RandomNormal(mean: 9, standardDeviation: 0.1)([100], dtype: .float32, key: key(0)).scalars().allSatisfy
            { (8...10).contains($0) })
    }

    @Test func namesWorkAsImplicitMembers() {
        let all: [any Initializer] = [
            .zeros, .ones, .constant(2), .randomNormal(), .randomUniform(minimum: 0, maximum: 1, seed: 3),
            .truncatedNormal(standardDeviation: 0.1), .glorotUniform, .glorotNormal, .heUniform, .heNormal,
            .lecunUniform,
            .lecunNormal, .varianceScaling(scale: 2, mode: .fanOut), .identity, .orthogonal, STFT(),
        ]
        #expect(Set(all.map { type(of: $0).className }) == Set(Registry.initializers.names))
    }

    @Test func configurationsRoundTrip() throws {
        let all: [any Initializer] = [
            Constant(0.25), RandomNormal(mean: 1, standardDeviation: 2, seed: 3),
            RandomUniform(minimum: -1, maximum: 2),
            TruncatedNormal(standardDeviation: 0.5, seed: 9), GlorotUniform(seed: 4), LecunNormal(),
            VarianceScaling(scale: 3, mode: .fanAverage, distribution: .uniform, seed: 5), Zeros(),
        ]
        for initializer in all { #expect(try make(initializer.serialized).serialized == initializer.serialized) }
        #expect(try make("glorot_uniform") is GlorotUniform)
        // Keras writes a generator in the seed's place.
        func seed(_ settings: ConfigValue) throws -> Int? {
            let generator: ConfigValue = ["class_name": "SeedGenerator", "config": settings]
            return try (make(["class_name": "HeNormal", "config": ["seed": generator]]) as? HeNormal)?.seed
        }
        #expect(try seed(["seed": 2]) == 2)
        #expect(try seed([:]) == nil)
    }

    @Test func wrongSettingsAreErrors() {
        #expect(
            throws: MyelinError(
                .file, "dense_1: initializer VarianceScaling: mode: expected fan_in, fan_out or fan_avg, got fan")
        ) {
            try Registry.initializers.make(
                ["class_name": "VarianceScaling", "config": ["mode": "fan"]], owner: "dense_1")
        }
    }
}
