import MyelinCore
import MyelinData
import Testing

@Suite struct VectorizeSequencesTests {
    @Test("Numbers become ones, however often they stand there")
    func numbersBecomeOnes() throws {
        let x = try vectorizeSequences([[1, 3, 1], [], [0]], dimension: 4)
        #expect(x.shape == [3, 4])
        #expect(try x.scalars(UInt8.self) == [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0])
    }

    @Test("Numbers out of range are refused with their sequence")
    func numbersOutOfRangeAreRefusedWithTheirSequence() {
        expectError(.data, "sequence 1 holds 4", "0 to 3") { _ = try vectorizeSequences([[0], [2, 4]], dimension: 4) }
        expectError(.data, "sequence 0 holds -1") { _ = try vectorizeSequences([[-1]], dimension: 4) }
        expectError(.argument, "dimension") { _ = try vectorizeSequences([[0]], dimension: 0) }
    }
}

@Suite struct PadSequencesTests {
    /// The examples in Keras' documentation of `pad_sequences`.
    @Test("Sequences are filled up and cut at either end")
    func sequencesAreFilledUpAndCut() throws {
        let sequences: [[Int32]] = [[1], [2, 3], [4, 5, 6]]
        func numbers(_ x: Tensor) throws -> [Int32] { try x.scalars(Int32.self) }
        #expect(try padSequences(sequences).shape == [3, 3])
        #expect(try numbers(padSequences(sequences)) == [0, 0, 1, 0, 2, 3, 4, 5, 6])
        #expect(try numbers(padSequences(sequences, value: -1)) == [-1, -1, 1, -1, 2, 3, 4, 5, 6])
        #expect(try numbers(padSequences(sequences, padding: .post)) == [1, 0, 0, 2, 3, 0, 4, 5, 6])
        #expect(try numbers(padSequences(sequences, length: 2)) == [0, 1, 2, 3, 5, 6])
        #expect(try numbers(padSequences(sequences, length: 2, truncating: .post)) == [0, 1, 2, 3, 4, 5])
        #expect(try padSequences([], length: 2).shape == [0, 2])
        expectError(.argument, "length") { _ = try padSequences(sequences, length: -1) }
        expectError(.argument, "length") { _ = try padSequences(sequences, length: .max) }
    }
}

@Suite struct StandardScalerTests {
    private let x = Tensor([1, 10, 5, 3, 20, 5, 5, 60, 5] as [Float], shape: [3, 3])

    @Test("Features get mean 0 and standard deviation 1, and constant ones 0")
    func featuresGetMean0AndStandardDeviation1() throws {
        let scaler = try StandardScaler(fittedTo: x)
        #expect(scaler.mean == [3, 30, 5])
        let scaled = try scaler.transform(x).scalars(Float.self)
        // (1 - 3) / √(8/3), (10 - 30) / √(1400/3)
        let expected: [Float] = [-1.2247449, -0.9258201, 0, 0, -0.46291006, 0, 1.2247449, 1.3887302, 0]
        for (value, wanted) in zip(scaled, expected) { #expect(abs(value - wanted) < 1e-6) }
        let back = try scaler.inverse(scaler.transform(x)).scalars(Float.self)
        for (value, wanted) in zip(back, try x.scalars(Float.self)) { #expect(abs(value - wanted) < 1e-5) }
    }

    @Test("Bytes become Float32 and Float64 stays")
    func bytesBecomeFloat32AndFloat64Stays() throws {
        let bytes = Tensor([0, 2] as [UInt8], shape: [2, 1])
        let scaler = try StandardScaler(fittedTo: bytes)
        #expect(try scaler.transform(bytes).scalars(Float.self) == [-1, 1])
        #expect(try scaler.transform(Tensor([3.0] as [Double], shape: [1, 1])).scalars(Double.self) == [2])
    }

    @Test("Samples that do not fit are refused")
    func samplesThatDoNotFitAreRefused() throws {
        let scaler = try StandardScaler(fittedTo: x)
        expectError(.shape, "(2, 3)", "(2, 4)") {
            _ = try scaler.transform(Tensor([Float](repeating: 0, count: 8), shape: [2, 4]))
        }
        expectError(.data, "at least one sample") {
            _ = try StandardScaler(fittedTo: Tensor([Float](), shape: [0, 3]))
        }
        expectError(.data, "feature 1", "finite") {
            _ = try StandardScaler(fittedTo: Tensor([0, .nan, 1, 2] as [Float], shape: [2, 2]))
        }
    }
}

@Suite struct TrainTestSplitTests {
    private let x = Tensor((0..<40).map { Float($0 / 2) }, shape: [20, 2])
    private let y = Tensor((0..<20).map { UInt8($0) }, shape: [20])

    @Test("Every sample is in one part, with its target")
    func everySampleIsInOnePart() throws {
        let split = try trainTestSplit(x, y, testFraction: 0.3, seed: 1)
        #expect(split.train.x.shape == [14, 2] && split.test.x.shape == [6, 2] && split.test.y.shape == [6])
        let targets = try split.train.y.scalars(UInt8.self) + split.test.y.scalars(UInt8.self)
        #expect(targets.sorted() == (0..<20).map { UInt8($0) })
        #expect(targets != targets.sorted())
        let samples = try split.train.x.scalars(Float.self) + split.test.x.scalars(Float.self)
        #expect(samples == targets.flatMap { [Float($0), Float($0)] })
        let again = try trainTestSplit(x, y, testFraction: 0.3, seed: 1)
        #expect(try again.test.y.scalars(UInt8.self) == split.test.y.scalars(UInt8.self))
        let other = try trainTestSplit(x, y, testFraction: 0.3, seed: 2)
        #expect(try other.test.y.scalars(UInt8.self) != split.test.y.scalars(UInt8.self))
    }

    @Test("Classes keep their shares")
    func classesKeepTheirShares() throws {
        let classes = Tensor((0..<20).map { Int32($0 < 12 ? 0 : $0 < 16 ? 1 : 2) }, shape: [20])
        let split = try trainTestSplit(x, classes, testFraction: 0.5, seed: 3, stratifiedBy: classes)
        let counts = Dictionary(grouping: try split.test.y.scalars(Int32.self)) { $0 }.mapValues(\.count)
        #expect(counts == [0: 6, 1: 2, 2: 2])
    }

    @Test("What cannot be divided is refused")
    func whatCannotBeDividedIsRefused() {
        expectError(.argument, "testFraction", "1.5") { _ = try trainTestSplit(x, y, testFraction: 1.5) }
        expectError(.data, "(20, 2)", "(3,)") { _ = try trainTestSplit(x, Tensor([1, 2, 3] as [Float], shape: [3])) }
        expectError(.data, "1 samples") {
            let one = Tensor([1] as [Float], shape: [1])
            _ = try trainTestSplit(one, one)
        }
    }
}
