import MyelinCore
import MyelinData
import Testing

@Suite struct ArrayDatasetTests {
    /// Rows 0, 1, 2, … of three Floats each, and labels of one byte.
    private func dataset(_ count: Int) throws -> ArrayDataset {
        let x = Tensor((0..<count).flatMap { row in (0..<3).map { Float(row * 3 + $0) } }, shape: [count, 3])
        let y = Tensor((0..<count).map { UInt8(truncatingIfNeeded: $0) }, shape: [count])
        return try ArrayDataset([x, y], names: ["x", "y"])
    }

    @Test("A batch holds the rows of its samples, the same in every array")
    func aBatchHoldsTheRowsOfItsSamples() throws {
        let dataset = try dataset(10)
        #expect(dataset.sampleTypes == [TensorType([3], .float32), TensorType([], .uint8)])
        for seed in [nil, 5] as [UInt64?] {
            let order = try BatchOrder(count: 10, batchSize: 4, shuffledBy: seed)
            let x = Storage(byteCount: 4 * 12), y = Storage(byteCount: 4)
            for batch in 0..<order.batchCount {
                let count = dataset.fill(batch: batch, of: order, into: [x.bytes, y.bytes])
                #expect(count == (batch == 2 ? 2 : 4))
                for (place, sample) in order.samples(of: batch).enumerated() {
                    let row = elements(x, as: Float.self)[(place * 3)..<(place * 3 + 3)]
                    #expect(Array(row) == (0..<3).map { Float(sample * 3 + $0) })
                    #expect(elements(y, as: UInt8.self)[place] == UInt8(sample))
                }
            }
        }
    }

    @Test("Rows of every small size are gathered")
    func rowsOfEverySmallSizeAreGathered() throws {
        for bytes in 1...17 {
            let x = Tensor((0..<(20 * bytes)).map { UInt8(truncatingIfNeeded: $0 &* 7) }, shape: [20, bytes])
            let dataset = try ArrayDataset([x])
            let order = try BatchOrder(count: 20, batchSize: 20, shuffledBy: 1)
            let result = Storage(byteCount: 20 * bytes)
            dataset.fill(batch: 0, of: order, into: [result.bytes])
            let expected = order.samples(of: 0).flatMap { sample in
                (0..<bytes).map { UInt8(truncatingIfNeeded: (sample * bytes + $0) &* 7) }
            }
            #expect(elements(result, as: UInt8.self) == expected)
        }
    }

    @Test("A range of samples is a data set without a copy")
    func aRangeOfSamplesIsADataSetWithoutACopy() throws {
        let part = try dataset(10).samples(6..<10)
        #expect(part.count == 4)
        let order = try BatchOrder(count: 4, batchSize: 4)
        let x = Storage(byteCount: 4 * 12), y = Storage(byteCount: 4)
        part.fill(batch: 0, of: order, into: [x.bytes, y.bytes])
        #expect(elements(y, as: UInt8.self) == [6, 7, 8, 9])
        #expect(elements(x, as: Float.self)[0] == 18)
        expectError(.data, "samples 6..<11", "10") { _ = try dataset(10).samples(6..<11) }
        expectError(.data, "samples 3..<3") { _ = try dataset(10).samples(3..<3) }
    }

    @Test("Arrays that do not fit are refused by name and count")
    func arraysThatDoNotFitAreRefusedByNameAndCount() {
        let x = Tensor([Float](repeating: 0, count: 6), shape: [3, 2])
        let y = Tensor([Float](repeating: 0, count: 4), shape: [4])
        expectError(.data, "x has 3 samples", "y has 4") { _ = try ArrayDataset([x, y], names: ["x", "y"]) }
        expectError(.data, "array 1 has 4") { _ = try ArrayDataset([x, y]) }
        expectError(.data, "at least one array") { _ = try ArrayDataset([]) }
        expectError(.data, "x", "scalar") { _ = try ArrayDataset([Tensor([Float(1)], shape: [])], names: ["x"]) }
        expectError(.data, "x", "empty") { _ = try ArrayDataset([Tensor([Float](), shape: [0, 2])], names: ["x"]) }
    }
}
