/// Places buffers with known lifetimes in one arena, so that those whose lives do not overlap share memory.
package struct PlanMemory {
    /// A buffer to place. Times are call indices, both inclusive.
    package struct Request {
        package var byteCount: Int
        package var firstUse: Int
        package var lastUse: Int
        /// Takes over the memory of this earlier request, which ends where this one begins.
        package var inPlaceOf: Int?

        package init(byteCount: Int, firstUse: Int, lastUse: Int, inPlaceOf: Int? = nil) {
            self.byteCount = byteCount
            self.firstUse = firstUse
            self.lastUse = lastUse
            self.inPlaceOf = inPlaceOf
        }
    }

    package private(set) var offsets: [Int]
    package private(set) var arenaByteCount = 0

    private static let alignment = 64

    /// Largest first, each at the lowest place that is free during its whole life.
    package init(_ requests: [Request]) {
        offsets = [Int](repeating: 0, count: requests.count)
        // A chain of buffers in place is one request that lives from the first's beginning to the last's end.
        var root = Array(requests.indices)
        var merged = requests
        for (index, request) in requests.enumerated() {
            guard let earlier = request.inPlaceOf else { continue }
            root[index] = root[earlier]
            let owner = root[index]
            merged[owner].lastUse = Swift.max(merged[owner].lastUse, request.lastUse)
            merged[owner].firstUse = Swift.min(merged[owner].firstUse, request.firstUse)
            merged[owner].byteCount = Swift.max(merged[owner].byteCount, request.byteCount)
        }
        var placed: [(offset: Int, end: Int, first: Int, last: Int)] = []
        let owners = requests.indices.filter { root[$0] == $0 && merged[$0].byteCount > 0 }
        for owner in owners.sorted(by: { (merged[$0].byteCount, $1) > (merged[$1].byteCount, $0) }) {
            let request = merged[owner]
            let size = (request.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
            var offset = 0
            for other in placed where other.first <= request.lastUse && request.firstUse <= other.last {
                if offset + size <= other.offset { break }
                offset = Swift.max(offset, other.end)
            }
            let entry = (offset: offset, end: offset + size, first: request.firstUse, last: request.lastUse)
            placed.insert(entry, at: placed.firstIndex { $0.offset > offset } ?? placed.count)
            offsets[owner] = offset
            arenaByteCount = Swift.max(arenaByteCount, offset + size)
        }
        for index in requests.indices { offsets[index] = offsets[root[index]] }
    }
}
