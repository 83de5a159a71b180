import MyelinCore

extension Shape {
    /// Bytes of an array of this shape that a file announces; nil if there can be no such array.
    package func claimedByteCount(elementSize: Int) -> Int? {
        var byteCount = elementSize
        for size in sizes {
            // An axis of size 0 must not hide that the others cannot be.
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow, size >= 0 else { return nil }
            byteCount = product
        }
        return sizes.contains(0) ? 0 : byteCount
    }
}
