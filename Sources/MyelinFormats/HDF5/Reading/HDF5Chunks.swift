import MyelinCore
import MyelinData

/// The pieces that a packed array is stored in, found by a tree.
struct HDF5Chunks {
    /// One piece: where in the array it begins, and where in the file its bytes are.
    struct Chunk {
        let start: [Int]
        let bytes: Range<Int>
        /// A bit for each filter that was left out.
        let skippedFilters: UInt64
    }

    private static let deepestTree = 32

    private let tree: Int?
    private let shape: Shape
    private let chunkShape: Shape
    private let chunkByteCount: Int
    private let elementSize: Int
    private let filters: HDF5Filters

    init(
        _ cursor: HDF5Cursor, tree: Int?, _ shape: Shape, chunkShape: Shape, elementSize: Int, _ filters: HDF5Filters
    ) throws {
        guard !chunkShape.sizes.contains(0), let count = chunkShape.claimedByteCount(elementSize: elementSize),
            count < 1 << 32
        else { throw cursor.damaged("chunks of shape \(chunkShape)") }
        self.tree = tree
        self.shape = shape
        self.chunkShape = chunkShape
        self.elementSize = elementSize
        self.filters = filters
        chunkByteCount = count
    }

    /// All pieces that the file has.
    func list(in image: HDF5Image, _ place: String) throws -> [Chunk] {
        guard let tree, shape.count > 0 else { return [] }
        var list: [Chunk] = []
        var seen: Set<[Int]> = []
        let root = try HDF5Cursor(image, HDF5Budget(for: image), at: tree, place: place)
        try read(root, level: nil, &list, &seen)
        return list
    }

    private func read(_ node: HDF5Cursor, level: Int?, _ list: inout [Chunk], _ seen: inout Set<[Int]>) throws {
        var node = node
        try node.expect("TREE")
        guard try node.unsigned(1) == 1 else { throw node.damaged("a tree of another kind in place of its chunks'") }
        let own = try node.integer(1)
        guard level == nil ? own < Self.deepestTree : own == level! - 1 else {
            throw node.damaged("the levels of its tree of chunks")
        }
        let count = try node.integer(2)
        try node.skip(16)
        for _ in 0..<count {
            let size = try node.integer(4)
            let skippedFilters = try node.unsigned(4)
            var start: [Int] = []
            for _ in 0..<shape.rank { start.append(try node.integer(8)) }
            try node.skip(8)
            let address = try node.definedAddress()
            if own > 0 {
                try read(try node.at(address), level: own, &list, &seen)
                continue
            }
            let fits = (0..<shape.rank).allSatisfy { start[$0] < shape[$0] && start[$0] % chunkShape[$0] == 0 }
            guard fits, seen.insert(start).inserted else { throw node.damaged("a chunk at \(Shape(start))") }
            let bytes = try node.at(address, count: size)
            list.append(Chunk(start: start, bytes: bytes.position..<bytes.end, skippedFilters: skippedFilters))
        }
    }

    /// Unpacks a piece into its place in the array.
    func copy(_ chunk: Chunk, from image: HDF5Image, to storage: Storage, _ place: String) throws {
        let bytes = try filters.unpack(
            image.bytes(chunk.bytes), skipping: chunk.skippedFilters, byteCount: chunkByteCount, place)
        // Pieces at the array's end reach over it.
        let extent = (0..<shape.rank).map { min(chunkShape[$0], shape[$0] - chunk.start[$0]) }
        let last = shape.rank - 1
        let rowByteCount = extent[last] * elementSize
        let (strides, chunkStrides) = (shape.strides, chunkShape.strides)
        var index = [Int](repeating: 0, count: shape.rank)
        try bytes.withUnsafeBytes { source in
            while true {
                var (from, to) = (0, chunk.start[last])
                for axis in 0..<last {
                    from += index[axis] * chunkStrides[axis]
                    to += (chunk.start[axis] + index[axis]) * strides[axis]
                }
                let row = UnsafeRawBufferPointer(
                    rebasing: source[(from * elementSize)..<(from * elementSize + rowByteCount)])
                guard (to * elementSize) + rowByteCount <= storage.byteCount else {
                    throw MyelinError(.file, "\(place): damaged: a chunk outside of the array")
                }
                (storage.bytes + to * elementSize).copyMemory(from: row.baseAddress!, byteCount: rowByteCount)
                var axis = last - 1
                while axis >= 0 {
                    index[axis] += 1
                    if index[axis] < extent[axis] { break }
                    index[axis] = 0
                    axis -= 1
                }
                if axis < 0 { return }
            }
        }
    }
}
