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

    /// All arrays in a `.npz` file, of numbers and of text, by their names without `.npy`.
    public static func readData(npz path: String) throws -> [String: DataArray] {
        let archive = try Zip.Reader(path)
        var arrays: [String: DataArray] = [:]
        for member in archive.members where member.name.hasSuffix(".npy") {
            arrays[String(member.name.dropLast(4))] = try readData(archive.open(member))
        }
        return arrays
    }

    /// The texts in a `.npy` file of dtype `<U…` or `|S…`.
    public static func readText(npy path: String) throws -> TextArray {
        guard let texts = try readData(CompressedFile(path)).text else {
            throw MyelinError(.file, "\(path): holds numbers, expected text")
        }
        return texts
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
        try write(arrays.mapValues { DataArray.numbers($0) }, npz: path, isCompressed: isCompressed)
    }

    /// Writes texts as a `.npy` file of dtype `<U…`, replacing it whole or not at all.
    public static func write(_ texts: TextArray, npy path: String) throws {
        let (header, elements) = TextElements.bytes(of: texts)
        try header.withUnsafeBytes { first in
            try elements.withUnsafeBytes { try AtomicFile.write([first, $0], to: path) }
        }
    }

    /// Writes arrays of numbers and text by name as a `.npz` file, replacing it whole or not at all.
    @_disfavoredOverload
    public static func write(_ arrays: [String: DataArray], npz path: String, isCompressed: Bool = false) throws {
        guard !arrays.isEmpty else { throw MyelinError(.argument, "\(path): no arrays to write") }
        let members = try arrays.sorted { $0.key < $1.key }.map { name, array in
            let parts: [(Storage, Int)]
            switch array {
            case .numbers(let tensor):
                let header = NPYHeader.bytes(for: tensor.shape, tensor.dtype)
                parts = [
                    (Storage(header), header.count), (try tensor.storage(), tensor.count * tensor.dtype.byteCount),
                ]
            case .text(let texts):
                let (header, elements) = TextElements.bytes(of: texts)
                parts = [(Storage(header), header.count), (Storage(elements), elements.count)]
            }
            return Zip.NewMember(name + ".npy", parts, isDeflated: isCompressed)
        }
        try Zip.write(members, to: path)
    }

    private static func readData(_ source: any ByteSource) throws -> DataArray {
        let header = try NPYHeader(reading: source)
        if let format = TextElements(descriptor: header.descriptor) {
            return .text(try format.read(header, from: source))
        }
        return .numbers(try readArray(header, source))
    }

    private static func readArray(_ source: any ByteSource) throws -> Tensor {
        try readArray(try NPYHeader(reading: source), source)
    }

    private static func readArray(_ header: NPYHeader, _ source: any ByteSource) throws -> Tensor {
        if TextElements(descriptor: header.descriptor) != nil {
            throw MyelinError(.file, "\(source.place): holds text (dtype \(header.descriptor)), expected numbers")
        }
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
