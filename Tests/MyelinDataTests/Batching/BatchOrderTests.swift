import MyelinData
import Testing

@Suite struct BatchOrderTests {
    @Test(
        "Every sample comes once in an epoch", arguments: [(1, 1), (7, 3), (7, 7), (7, 100), (1000, 19), (1024, 128)])
    func everySampleComesOnceInAnEpoch(_ count: Int, _ batchSize: Int) throws {
        for seed in [nil, 0, 9] as [UInt64?] {
            var order = try BatchOrder(count: count, batchSize: batchSize, shuffledBy: seed)
            for epoch in 0..<3 {
                order.begin(epoch: epoch)
                let batches = (0..<order.batchCount).map { order.samples(of: $0) }
                #expect(batches.dropLast().allSatisfy { $0.count == batchSize })
                #expect(batches.flatMap { $0 }.sorted() == Array(0..<count))
            }
        }
    }

    @Test("The order depends on seed and epoch alone")
    func theOrderDependsOnSeedAndEpochAlone() throws {
        func samples(_ seed: UInt64?, epoch: Int, after earlier: [Int] = []) throws -> [Int] {
            var order = try BatchOrder(count: 100, batchSize: 100, shuffledBy: seed)
            for epoch in earlier + [epoch] { order.begin(epoch: epoch) }
            return order.samples(of: 0)
        }
        #expect(try samples(1, epoch: 3) == samples(1, epoch: 3, after: [0, 1, 2, 7]))
        #expect(try samples(1, epoch: 3) != samples(1, epoch: 4))
        #expect(try samples(1, epoch: 3) != samples(2, epoch: 3))
        #expect(try samples(nil, epoch: 3) == Array(0..<100))
    }

    /// Each sample is equally likely at each place: over many epochs the mean place of each is near the middle.
    @Test("The shuffling has no favourites")
    func theShufflingHasNoFavourites() throws {
        var order = try BatchOrder(count: 20, batchSize: 20, shuffledBy: 3)
        var sums = [Int](repeating: 0, count: 20)
        for epoch in 0..<2000 {
            order.begin(epoch: epoch)
            for (place, sample) in order.samples(of: 0).enumerated() { sums[sample] += place }
        }
        // The standard error of a mean is 5.77 / √2000 = 0.13.
        for sum in sums { #expect(abs(Double(sum) / 2000 - 9.5) < 0.6) }
    }

    @Test("What cannot be is refused")
    func whatCannotBeIsRefused() {
        expectError(.argument, "batchSize", "at least 1", "got 0") { _ = try BatchOrder(count: 5, batchSize: 0) }
        expectError(.data, "got 0") { _ = try BatchOrder(count: 0, batchSize: 1) }
    }
}
