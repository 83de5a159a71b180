import Glibc
import MyelinCore
import MyelinData
import MyelinFormats
import MyelinNN

/// The readers of files that somebody else made. Each takes any bytes: it reads them or throws.
package enum FuzzReader: String, CaseIterable, Sendable {
    case h5, keras, npz, idx, safetensors, architecture, image, tar, words

    /// What a reader may claim here, so that a run is about its logic and not about the speed of memory.
    private static let elementLimit = 1 << 18

    package func read(_ bytes: UnsafeRawBufferPointer) throws {
        switch self {
        case .h5: try Self.readTree(Self.storage(bytes))
        case .safetensors: _ = try Safetensors.read(Self.storage(bytes), place: "memory")
        case .npz: try Self.withFile(bytes) { _ = try NumPy.read(npz: $0) }
        case .idx: try Self.withFile(bytes) { _ = try IDX.read($0) }
        case .architecture:
            try WeightBudget.$current.withValue(WeightBudget(byteCount: Self.elementLimit)) {
                _ = try ModelFiles.architecture(json: bytes, place: "memory").serialized
            }
        case .image: try Self.withFile(bytes) { _ = try ImageFile.read($0, ImageOptions(size: [8, 8])) }
        case .words: try Self.withFile(bytes) { _ = try WordIndex.read($0) }
        case .tar:
            try Self.withFile(bytes) { path in
                var reader = TarReader(try CompressedFile(path))
                while let entry = try reader.next() {
                    if entry.byteCount <= Self.elementLimit { _ = try reader.read(entry) }
                }
            }
        case .keras:
            try Self.withFile(bytes) { path in
                let archive = try Zip.Reader(path)
                for member in archive.members {
                    let content = try archive.storage(member.name, limit: Self.elementLimit)
                    if member.name.hasSuffix(".h5") { try Self.readTree(content) }
                }
            }
        }
    }

    private static func readTree(_ bytes: Storage) throws {
        let root = try HDF5.read(bytes, place: "memory", elementLimit: elementLimit)
        for path in root.datasetPaths {
            let dataset = try root.dataset(path)
            // One that cannot be read must not keep the others from being tried.
            if dataset.dtype == nil { _ = try? dataset.strings() } else { _ = try? dataset.tensor() }
        }
    }

    private static func storage(_ bytes: UnsafeRawBufferPointer) -> Storage {
        let storage = Storage(byteCount: bytes.count)
        if let start = bytes.baseAddress { storage.bytes.copyMemory(from: start, byteCount: bytes.count) }
        return storage
    }

    /// Runs `body` with the path of a file that has no name and goes away by itself.
    private static func withFile(_ bytes: UnsafeRawBufferPointer, _ body: (_ path: String) throws -> Void) throws {
        var template = Array("/tmp/myelin-fuzz-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileSystem.failure("/tmp", "cannot make a file") }
        defer { close(descriptor) }
        unlink(template)
        try AtomicFile.write(bytes, to: descriptor, "memory")
        try body("/proc/self/fd/\(descriptor)")
    }
}
