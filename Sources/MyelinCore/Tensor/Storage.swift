/// Memory for the elements of one tensor: 64-byte aligned, so that a vector instruction never straddles a cache line.
public final class Storage: @unchecked Sendable {
    /// The first byte; valid as long as the storage is.
    public let bytes: UnsafeMutableRawPointer
    public let byteCount: Int

    /// Memory of `byteCount` bytes whose content is undefined.
    public init(byteCount: Int) {
        self.byteCount = byteCount
        bytes = .allocate(byteCount: Swift.max(byteCount, 1), alignment: 64)
    }

    /// A copy of `elements`.
    public convenience init<Element: TensorScalar>(_ elements: [Element]) {
        self.init(byteCount: elements.count * MemoryLayout<Element>.stride)
        elements.withUnsafeBytes {
            bytes.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(bytes), byteCount: $0.count)
        }
    }

    deinit { bytes.deallocate() }

    /// The elements as `count` values of a type.
    public func elements<Element>(as type: Element.Type = Element.self) -> UnsafeMutableBufferPointer<Element> {
        let count = byteCount / MemoryLayout<Element>.stride
        return UnsafeMutableBufferPointer(start: bytes.bindMemory(to: Element.self, capacity: count), count: count)
    }

    package func copy() -> Storage {
        let copy = Storage(byteCount: byteCount)
        copy.bytes.copyMemory(from: bytes, byteCount: byteCount)
        return copy
    }
}
