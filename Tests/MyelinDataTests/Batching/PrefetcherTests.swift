import MyelinCore
import MyelinData
import Testing

@Suite struct PrefetcherTests {
    private func dataset(_ count: Int, width: Int) throws -> ArrayDataset {
        let x = Tensor((0..<(count * width)).map { Int32($0 / width) }, shape: [count, width])
        return try ArrayDataset([x, Tensor((0..<count).map { Float($0) }, shape: [count])])
    }

    /// The samples of each batch, read from all rows of what the prefetcher hands out.
    private func epoch(_ prefetcher: Prefetcher, width: Int, limit: Int = .max) -> [[Int]] {
        var batches: [[Int]] = []
        while batches.count < limit, let batch = prefetcher.next() {
            #expect(batch.index == batches.count)
            let x = batch.pointers[0].assumingMemoryBound(to: Int32.self)
            let y = batch.pointers[1].assumingMemoryBound(to: Float.self)
            for row in 0..<batch.count {
                for column in 0..<width where Float(x[row * width + column]) != y[row] {
                    Issue.record("batch \(batch.index): row \(row) is mixed up")
                }
            }
            batches.append((0..<batch.count).map { Int(y[$0]) })
        }
        return batches
    }

    @Test("Batches come as the order says, ahead of time or on the spot", arguments: [0, 1 << 40])
    func batchesComeAsTheOrderSays(_ threshold: Int) throws {
        let dataset = try dataset(500, width: 8)
        let prefetcher = try Prefetcher(dataset, batchSize: 32, shuffledBy: 4, threshold: threshold)
        var order = try BatchOrder(count: 500, batchSize: 32, shuffledBy: 4)
        #expect(prefetcher.batchCount == 16)
        for number in [0, 1, 2, 0] {
            prefetcher.begin(epoch: number)
            order.begin(epoch: number)
            #expect(epoch(prefetcher, width: 8) == (0..<16).map { order.samples(of: $0) })
            #expect(prefetcher.next()?.index == nil)
        }
    }

    @Test("An epoch may be left at any batch")
    func anEpochMayBeLeftAtAnyBatch() throws {
        let prefetcher = try Prefetcher(dataset(300, width: 4), batchSize: 10, shuffledBy: 4, threshold: 0)
        var order = try BatchOrder(count: 300, batchSize: 10, shuffledBy: 4)
        for number in 0..<200 {
            prefetcher.begin(epoch: number)
            order.begin(epoch: number)
            let limit = number % 31
            #expect(epoch(prefetcher, width: 4, limit: limit) == (0..<limit).map { order.samples(of: $0) })
        }
    }

    @Test("A prefetcher that is never used ends")
    func aPrefetcherThatIsNeverUsedEnds() throws {
        for _ in 0..<50 { _ = try Prefetcher(dataset(64, width: 4), batchSize: 8, threshold: 0) }
    }

    @Test("A single batch, and a batch larger than the data set")
    func aSingleBatch() throws {
        let prefetcher = try Prefetcher(dataset(5, width: 4), batchSize: 100, threshold: 0)
        #expect(epoch(prefetcher, width: 4) == [[0, 1, 2, 3, 4]])
        expectError(.argument, "batchSize") { _ = try Prefetcher(dataset(5, width: 4), batchSize: 0) }
    }
}
