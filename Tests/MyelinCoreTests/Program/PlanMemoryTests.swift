import MyelinCore
import Testing

struct PlanMemoryTests {
    @Test(arguments: 0..<200)
    func buffersThatLiveTogetherDoNotOverlap(_ seed: Int) {
        var random = Scatter(seed)
        var requests: [PlanMemory.Request] = []
        var taken: Set<Int> = []
        for index in 0..<random.below(60) + 1 {
            let first = random.below(50)
            var request = PlanMemory.Request(
                byteCount: random.below(5000), firstUse: first, lastUse: first + random.below(12))
            // Now and then one takes over the memory of an earlier one of its size.
            let earlier = random.below(index + 1)
            if earlier < index, random.below(3) == 0, taken.insert(earlier).inserted {
                let length = request.lastUse - request.firstUse
                request = PlanMemory.Request(
                    byteCount: requests[earlier].byteCount, firstUse: requests[earlier].lastUse,
                    lastUse: requests[earlier].lastUse + length, inPlaceOf: earlier)
            }
            requests.append(request)
        }
        let plan = PlanMemory(requests)
        #expect(plan.offsets.allSatisfy { $0 % 64 == 0 })
        for a in requests.indices where requests[a].byteCount > 0 {
            #expect(plan.offsets[a] + requests[a].byteCount <= plan.arenaByteCount)
            if let earlier = requests[a].inPlaceOf { #expect(plan.offsets[a] == plan.offsets[earlier]) }
            for b in 0..<a where requests[b].byteCount > 0 && requests[a].inPlaceOf != b {
                let together =
                    requests[a].firstUse <= requests[b].lastUse && requests[b].firstUse <= requests[a].lastUse
                // A buffer and the one that takes its memory over meet in one call.
                guard together, !isChain(requests, a, b) else { continue }
                let apart =
                    plan.offsets[a] + requests[a].byteCount <= plan.offsets[b]
                    || plan.offsets[b] + requests[b].byteCount <= plan.offsets[a]
                #expect(apart, "buffers \(b) and \(a)")
            }
        }
    }

    private func isChain(_ requests: [PlanMemory.Request], _ a: Int, _ b: Int) -> Bool {
        var place: Int? = a
        while let index = place {
            if index == b { return true }
            place = requests[index].inPlaceOf
        }
        return false
    }

    @Test func lifetimesThatFollowEachOtherShareMemory() {
        let plan = PlanMemory((0..<100).map { .init(byteCount: 1000, firstUse: $0, lastUse: $0 + 1) })
        #expect(plan.arenaByteCount == 2 * 1024)
    }

    @Test func nothingNeedsNothing() {
        #expect(PlanMemory([]).arenaByteCount == 0)
        #expect(PlanMemory([.init(byteCount: 0, firstUse: 0, lastUse: 3)]).arenaByteCount == 0)
    }

    /// A chain of elementwise passes over one large array needs no more than a few of its size.
    @Test func aLongChainRunsInPlace() throws {
        let x = placeholder([1000])
        var y = x
        for _ in 0..<20 { y = tanh(y) * 1.5 - y.sum() }
        let executable = try CPUBackend.compile(program(inputs: [x], [y]))
        #expect(executable.arenaByteCount <= 4 * 4096)
    }
}
