import MyelinCore

/// The file format of MNIST and its relatives: a big-endian header with the sizes of the axes, then bytes.
public enum IDX {
    /// The array in an IDX file of unsigned bytes, packed by gzip or plain.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the file is missing, cut off, longer than its header says, or of another
    ///   format.
    public static func read(_ path: String) throws -> Tensor {
        let file = try CompressedFile(path)
        let magic = try file.readExactly(4)
        guard magic[0] == 0, magic[1] == 0, magic[2] == 0x08, (1...4).contains(magic[3]) else {
            let hexadecimal = magic.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            throw MyelinError(
                .file,
                "\(path): not an IDX file of bytes: expected it to begin with 000008 and the rank, got \(hexadecimal)")
        }
        let sizes = try (0..<Int(magic[3])).map { _ in try file.readExactly(4).reduce(0) { $0 << 8 | Int($1) } }
        guard let count = Shape(sizes).claimedByteCount(elementSize: 1) else {
            throw MyelinError(.file, "\(path): damaged: its header announces shape \(Shape(sizes))")
        }
        try file.checkClaim(count)
        let storage = Storage(byteCount: count)
        try file.readExactly(into: storage.bytes, count: count)
        try file.expectEnd()
        return Tensor(storage: storage, shape: Shape(sizes), dtype: .uint8)
    }
}
