import MyelinCore
import TestSupport
import Testing

/// Programs that write to variables: every read sees the old value, whatever is written in place.
struct UpdateTests {
    private func variable(_ values: [Float], _ name: String = "v") throws -> Variable {
        try Variable(Tensor(values), name: name)
    }

    /// Compiles the updates and results and runs them once.
    @discardableResult
    private func run(_ updates: [(variable: Variable, value: Tensor)], results: [Tensor] = []) throws -> [[Float]] {
        let program = try program(results, updates: updates)
        let (fused, violation) = try program.fused()
        #expect(violation == nil)
        let executable = try Executable(fused)
        try executable.run()
        return results.indices.map { index in
            let count = executable.resultTypes[index].shape.count
            let bytes = executable.resultBytes(index)
            return (0..<count).map { bytes.load(fromByteOffset: 4 * $0, as: Float.self) }
        }
    }

    private func values(_ variable: Variable) throws -> [Float] { try variable.value.scalars() }

    @Test func oneUpdate() throws {
        let v = try variable([1, 2, 3])
        try run([(v, v.value * 2 + 1)])
        #expect(try values(v) == [3, 5, 7])
    }

    @Test func swap() throws {
        let a = try variable([1, 2], "a"), b = try variable([3, 4], "b")
        try run([(a, b.value), (b, a.value)])
        #expect(try values(a) == [3, 4])
        #expect(try values(b) == [1, 2])
    }

    @Test func ring() throws {
        let v = try (0..<4).map { try variable([Float($0)], "v\($0)") }
        try run((0..<4).map { (v[$0], v[($0 + 1) % 4].value) })
        #expect(try v.map { try values($0)[0] } == [1, 2, 3, 0])
    }

    @Test func copyOfAnotherThatChanges() throws {
        let a = try variable([1, 2], "a"), b = try variable([3, 4], "b")
        try run([(a, b.value), (b, b.value + 1)])
        #expect(try values(a) == [3, 4])
        #expect(try values(b) == [4, 5])
        try run([(b, b.value + 1), (a, b.value)])
        #expect(try values(a) == [4, 5])
        #expect(try values(b) == [5, 6])
    }

    @Test func eachReadsTheOther() throws {
        let a = try variable([1, 2], "a"), b = try variable([10, 20], "b")
        try run([(a, a.value + b.value), (b, b.value - a.value)])
        #expect(try values(a) == [11, 22])
        #expect(try values(b) == [9, 18])
    }

    @Test func twoUpdatesFromOneValue() throws {
        let a = try variable([1, 2], "a"), b = try variable([3, 4], "b")
        let sum = a.value + b.value
        let results = try run([(a, sum), (b, sum)], results: [sum])
        #expect(try values(a) == [4, 6])
        #expect(try values(b) == [4, 6])
        #expect(results == [[4, 6]])
    }

    @Test func resultsAreOfBeforeTheUpdate() throws {
        let v = try variable([1, 2])
        let results = try run([(v, v.value + 1)], results: [v.value, v.value * 10, v.value.reshaped(to: [2, 1])])
        #expect(results == [[1, 2], [10, 20], [1, 2]])
        #expect(try values(v) == [2, 3])
    }

    @Test func theNewValueIsAResultToo() throws {
        let v = try variable([1, 2])
        let new = v.value * 3
        let results = try run([(v, new)], results: [new, new + v.value])
        #expect(results == [[3, 6], [4, 8]])
        #expect(try values(v) == [3, 6])
    }

    @Test func reversedAndTransposedOntoItself() throws {
        let v = try Variable(Tensor([[1, 2], [3, 4]]))
        try run([(v, v.value.transposed())])
        #expect(try values(v) == [1, 3, 2, 4])
        try run([(v, v.value.reversed(axes: [0]) * 1 + v.value.transposed() * 0)])
        #expect(try values(v) == [2, 4, 1, 3])
        try run([(v, v.value + v.value.transposed())])
        #expect(try values(v) == [4, 5, 5, 6])
        try run([(v, v.value.reshaped(to: [4]).padded(low: [1], high: [0])[..<4].reshaped(to: [2, 2]))])
        #expect(try values(v) == [0, 4, 5, 5])
        try run([(v, matmul(v.value, v.value))])
        #expect(try values(v) == [20, 20, 25, 45])
    }

    @Test func aNumberSpreadOverTheVariable() throws {
        let v = try variable([1, 2, 3])
        try run([(v, Tensor.zeros([3]))])
        #expect(try values(v) == [0, 0, 0])
        try run([(v, (v.value.sum() + 1).broadcast(to: [3]))])
        #expect(try values(v) == [1, 1, 1])
    }

    @Test func ofAnotherTypeOrShapeIsAnError() throws {
        let v = try variable([1, 2], "weight")
        #expect(
            errorText { try program([], updates: [(v, v.value.cast(to: .float64))]) }
                == "weight: expected an update float32(2,), got float64(2,)")
    }

    @Test func tensorsRecordedBeforeARunKeepTheirValue() throws {
        let v = try variable([1, 2])
        let before = v.value
        try run([(v, v.value + 1)])
        #expect(try before.scalars() == [1, 2])
        #expect(try values(v) == [2, 3])
    }

    /// Random simultaneous updates against the same computed one by one from copies of the old values.
    @Test(arguments: 0..<150)
    func randomUpdates(_ seed: Int) throws {
        var random = Scatter(seed)
        let variables = try (0..<5).map {
            try Variable(Tensor(scattered(12, seed: seed * 5 + $0).map { Float($0) }, shape: [3, 4]), name: "v\($0)")
        }
        let old = try variables.map { try $0.value.detached() }
        func expression(_ read: [Tensor]) -> Tensor {
            let a = read[random.below(5)], b = read[random.below(5)]
            switch random.below(10) {
            case 0: return a
            case 1: return a + b
            case 2: return a - b * 0.1
            case 3: return a * 0.9 + square(b) * 0.1
            case 4: return a.reversed(axes: [1])
            case 5: return a + b.sum(axes: [0])
            case 6: return matmul(a, b.transposed())[.all, ..<1].broadcast(to: [3, 4])
            case 7: return tanh(a) + a.reshaped(to: [4, 3]).transposed()
            case 8: return select(a.greater(b), a, b)
            default: return a / (sqrt(square(b)) + 1)
            }
        }
        let start = random
        let live = variables.map(\.value)
        let updates = variables.map { (variable: $0, value: expression(live)) }
        random = start
        let expected = try variables.map { _ in try expression(old).detached() }
        try run(updates)
        for (variable, wanted) in zip(variables, expected) {
            #expect(try mismatch(variable.value, wanted, rtol: 1e-5, atol: 1e-6) == nil, "\(variable.name)")
        }
    }
}
