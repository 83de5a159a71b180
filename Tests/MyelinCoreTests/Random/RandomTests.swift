import MyelinCore
import TestSupport
import Testing

struct RandomTests {
    private func uniform(_ count: Int, key: Int, counter: Int, dtype: DType = .float32) throws -> [Double] {
        try Tensor.randomUniform(
            [count], key: Tensor([Int64(key)], shape: []), counter: Tensor([Int64(counter)], shape: []), dtype: dtype
        ).scalars(Double.self)
    }

    @Test(arguments: [DType.float32, .float64])
    func sameKeyAndCounterGiveTheSameBits(_ dtype: DType) throws {
        let first = try uniform(1000, key: 7, counter: 3, dtype: dtype)
        #expect(try uniform(1000, key: 7, counter: 3, dtype: dtype) == first)
        #expect(try uniform(1000, key: 8, counter: 3, dtype: dtype) != first)
        #expect(try uniform(1000, key: 7, counter: 4, dtype: dtype) != first)
        // The shape cuts the stream off, it does not change it.
        #expect(try uniform(10, key: 7, counter: 3, dtype: dtype) == Array(first[..<10]))
    }

    @Test func streamsAreIndependent() throws {
        let a = try uniform(20_000, key: 1, counter: 0), b = try uniform(20_000, key: 1, counter: 1),
            c = try uniform(20_000, key: 2, counter: 0)
        for (x, y) in [(a, b), (a, c), (Array(a.dropLast()), Array(a.dropFirst()))] {
            let correlation = zip(x, y).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) } / Double(x.count) * 12
            #expect(Swift.abs(correlation) < 0.03)
        }
        #expect(Set(a).count > 19_900)
    }

    @Test(arguments: [DType.float32, .float64])
    func uniformMoments(_ dtype: DType) throws {
        let x = try uniform(100_000, key: 42, counter: 0, dtype: dtype)
        #expect(x.allSatisfy { $0 >= 0 && $0 < 1 })
        let mean = x.reduce(0, +) / 1e5
        #expect(Swift.abs(mean - 0.5) < 0.005)
        let variance = x.reduce(0.0) { (sum: Double, value: Double) in sum + (value - mean) * (value - mean) } / 1e5
        #expect(Swift.abs(variance - 1.0 / 12) < 0.001)
        // Evenly over sixteen parts, by the chi-squared statistic (the 0.1 % limit for 15 degrees is 37.7).
        var parts = [Double](repeating: 0, count: 16)
        for value in x { parts[Int(value * 16)] += 1 }
        let statistic = parts.reduce(0.0) { (sum: Double, count: Double) in sum + (count - 6250) * (count - 6250) / 6250
        }
        #expect(statistic < 37.7)
    }

    @Test func normalMoments() throws {
        let generator = SeedGenerator(seed: 5)
        let x = Tensor.randomNormal(
            [100_000], key: generator.key.value, counter: generator.counter.value, mean: 1, standardDeviation: 2)
        #expect(try x.isFinite().all().scalar(Bool.self))
        #expect(try mismatch(x.mean(), Double(1), atol: 0.03) == nil)
        #expect(try mismatch(x.variance(), Double(4), atol: 0.08) == nil)
        let cut = Tensor.randomTruncatedNormal(
            [100_000], key: generator.key.value, counter: generator.counter.value)
        #expect(try abs(cut).max().scalar() <= 2)
        #expect(try mismatch(cut.variance(), Double(0.774), atol: 0.02) == nil)
    }

    @Test func seedGeneratorStartsAgain() throws {
        let generator = SeedGenerator(seed: 1)
        func draw() throws -> [Float] {
            let x = try Tensor.randomUniform([8], key: generator.key.value, counter: generator.counter.value).scalars()
            try generator.counter.assign(generator.counter.value + 1)
            return x
        }
        let first = try draw(), second = try draw()
        #expect(first != second)
        generator.seed(1)
        #expect(try draw() == first)
        #expect(try draw() == second)
    }

    /// In the middle of a fused chain, for every remainder of the vector length.
    @Test func fusedAsAlone() throws {
        for count in [1, 2, 3, 5, 8, 15, 16, 17, 100, 4099] {
            let alone = try uniform(count, key: 9, counter: 1)
            let key = Tensor([9] as [Int64], shape: []), counter = Tensor([1] as [Int64], shape: [])
            let fused = try (Tensor.randomUniform([count], key: key, counter: counter) * 2 + 1).scalars(Double.self)
            #expect(mismatch(fused, alone.map { $0 * 2 + 1 }, rtol: 1e-7, atol: 0) == nil)
        }
    }

    @Test func derivedSeedsDiffer() {
        let seeds = (0..<1000).map { derivedSeed(1, $0) } + (2..<1000).map { derivedSeed($0, 0) }
        #expect(Set(seeds).count == seeds.count)
    }
}
