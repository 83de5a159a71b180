import MyelinCore
import MyelinData

/// Files of named tensors as Hugging Face's libraries exchange them: the size of a header, the header in JSON, the
/// elements in little-endian order.
///
/// An element type that Myelin does not have becomes the nearest one that holds all its values, as for NumPy's files:
/// F16 and BF16 become float32; I8, I16 and U16 int32; U32 and U64 int64.
public enum Safetensors {
    /// The tensors of a file, in the order of their elements.
    ///
    /// - Throws: `MyelinError` of kind `.file` that names file and tensor: the header is damaged, or its tensors overlap,
    ///   leave holes, or do not fit into the file.
    public static func read(_ path: String) throws -> [(name: String, tensor: Tensor)] {
        try read(FileSystem.storage(of: path), place: path)
    }

    /// The tensors of a file that is in memory.
    package static func read(_ file: Storage, place: String) throws -> [(name: String, tensor: Tensor)] {
        let header = try SafetensorsHeader(file, place: place)
        return try header.entries.map { entry in
            let raw = Storage(byteCount: entry.range.count)
            raw.bytes.copyMemory(from: file.bytes + entry.range.lowerBound, byteCount: entry.range.count)
            let elements = try entry.format.converted(raw, place: "\(place): \(entry.name)")
            return (entry.name, Tensor(storage: elements, shape: entry.shape, dtype: entry.format.dtype))
        }
    }

    /// What the file says about itself, such as `["format": "pt"]`.
    public static func metadata(_ path: String) throws -> [String: String] {
        try SafetensorsHeader(FileSystem.storage(of: path), place: path).metadata
    }

    /// Writes tensors by name, replacing the file whole or not at all. The same tensors give the same bytes.
    ///
    /// - Parameter metadata: what the file says about itself. Default: the format of NumPy's arrays, which all libraries
    ///   take.
    /// - Throws: `MyelinError` of kind `.argument` for a name that is there twice or is `__metadata__`.
    public static func write(
        _ tensors: [(name: String, tensor: Tensor)], to path: String, metadata: [String: String] = ["format": "np"]
    ) throws {
        // As the format's own library: large elements first, so that all are aligned; then by name.
        let sorted = tensors.sorted {
            ($1.tensor.dtype.byteCount, $0.name) < ($0.tensor.dtype.byteCount, $1.name)
        }
        let header = try SafetensorsHeader.bytes(for: sorted, metadata, place: path)
        let storages = try sorted.map { try $0.tensor.storage() }
        try withExtendedLifetime(storages) {
            let contents = zip(sorted, storages).map {
                UnsafeRawBufferPointer(start: $1.bytes, count: $0.tensor.count * $0.tensor.dtype.byteCount)
            }
            try header.withUnsafeBytes { try AtomicFile.write([$0] + contents, to: path) }
        }
    }
}
