import MyelinCore

/// NumPy's files: `.npy` for one array, `.npz` for several by name.
///
/// An element type that Myelin does not have becomes the nearest one that holds all its values: int8, int16 and uint16
/// become int32; uint32 and uint64 become int64; float16 becomes float32. Big-endian and column-major files are converted.
public enum NumPy {
    /// The array in a `.npy` file.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the file is missing, damaged, or of another kind.
    public static func read(npy path: String) throws -> Tensor {
        try readArray(CompressedFile(path))
    }

    /// All arrays in a `.npz` file, by their names without `.npy`.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the file is missing or damaged, or holds pickled objects.
    public static func read(npz path: String) throws -> [String: Tensor] {
        let archive = try Zip.Reader(path)
        var arrays: [String: Tensor] = [:]
        for member in archive.members where member.name.hasSuffix(".npy") {
            arrays[String(member.name.dropLast(4))] = try readArray(archive.open(member))
        }
        return arrays
    }

    /// One array of a `.npz` file.
    public static func read(npz path: String, array name: String) throws -> Tensor {
        let archive = try Zip.Reader(path)
        return try readArray(archive.open(archive.member(name + ".npy")))
    }

    /// A one-dimensional object array of a `.npz` file whose elements are lists of integers.
    ///
    /// Such arrays are pickled, and a pickle can run any code when Python reads it. Here nothing runs: a small reader
    /// takes lists of integers and refuses everything else by its name.
    public static func readIntegerLists(npz path: String, array name: String) throws -> [[Int32]] {
        let archive = try Zip.Reader(path)
        let member = try archive.member(name + ".npy")
        let source = try archive.open(member)
        let header = try NPYHeader(reading: source)
        guard header.descriptor.hasSuffix("O") else {
            throw MyelinError(
                .file, "\(source.place): expected lists of integers (dtype object), got \(header.descriptor)")
        }
        guard header.shape.count == 1 else {
            throw MyelinError(.file, "\(source.place): expected one axis, got shape \(Shape(header.shape))")
        }
        try source.checkClaim(member.byteCount)
        let bytes = try source.readExactly(max(member.byteCount - header.byteCount, 0))
        try source.expectEnd()
        let lists = try IntegerListPickle.read(bytes, place: source.place)
        guard lists.count == header.shape[0] else {
            throw MyelinError(
                .file, "\(source.place): damaged: its header announces \(header.shape[0]) lists, got \(lists.count)")
        }
        return lists
    }

    /// Writes one array as a `.npy` file, replacing it whole or not at all.
    public static func write(_ tensor: Tensor, npy path: String) throws {
        let storage = try tensor.storage()
        let header = NPYHeader.bytes(for: tensor.shape, tensor.dtype)
        try withExtendedLifetime(storage) {
            let content = UnsafeRawBufferPointer(start: storage.bytes, count: tensor.count * tensor.dtype.byteCount)
            try header.withUnsafeBytes { try AtomicFile.write([$0, content], to: path) }
        }
    }

    /// Writes arrays by name as a `.npz` file, replacing it whole or not at all. The same arrays give the same bytes.
    ///
    /// - Parameter isCompressed: whether the arrays are packed, as `numpy.savez_compressed` does. Default: no.
    public static func write(_ arrays: [String: Tensor], npz path: String, isCompressed: Bool = false) throws {
        guard !arrays.isEmpty else { throw MyelinError(.argument, "\(path): no arrays to write") }
        let members = try arrays.sorted { $0.key < $1.key }.map { name, tensor in
            let header = NPYHeader.bytes(for: tensor.shape, tensor.dtype)
            return Zip.NewMember(
                name + ".npy",
                [(Storage(header), header.count), (try tensor.storage(), tensor.count * tensor.dtype.byteCount)],
                isDeflated: isCompressed)
        }
        try Zip.write(members, to: path)
    }

    private static func readArray(_ source: any ByteSource) throws -> Tensor {
        let header = try NPYHeader(reading: source)
        if header.descriptor.hasSuffix("O") {
            throw MyelinError(
                .file,
                "\(source.place): holds pickled Python objects, which are not read; "
                    + "lists of integers are, by readIntegerLists")
        }
        guard let format = ElementFormat(descriptor: header.descriptor) else {
            throw MyelinError(
                .file,
                "\(source.place): dtype \(header.descriptor), expected bool, an integer or a float of 2 to 8 bytes")
        }
        let shape = Shape(header.shape)
        guard let byteCount = shape.claimedByteCount(elementSize: format.byteCount) else {
            throw MyelinError(.file, "\(source.place): damaged: its header announces shape \(shape)")
        }
        try source.checkClaim(byteCount)
        let tensor = try format.read(shape, isColumnMajor: header.isColumnMajor, from: source)
        try source.expectEnd()
        return tensor
    }
}
