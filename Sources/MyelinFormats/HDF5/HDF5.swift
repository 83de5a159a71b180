import Glibc
import MyelinCore
import MyelinData

/// HDF5 files, the container of Keras' weights.
///
/// Files are read by a reader of our own, in Swift with checked arithmetic, for two reasons. libhdf5 1.10 has memory bugs
/// with crafted files, so its input would have to be validated structure by structure before it sees a byte; and after
/// that validation nothing is left to do but copying the elements. The reader takes what h5py writes by default, with
/// gzip, shuffle and fletcher32, and refuses what lets a file reach outside itself: soft, external and user-defined
/// links, external storage, virtual data sets, other filters. It spends no more work on structure than in proportion to
/// the file's size, whatever links it has.
///
/// Files are written by libhdf5, in memory, in the form that h5py writes by default.
package enum HDF5 {
    /// Reads a file: the root group with all that is below.
    ///
    /// - Parameter elementLimit: the most elements that all data sets together may claim; for instance a multiple of a
    ///   model's weights.
    /// - Throws: `MyelinError` of kind `.file` that names the file and the path inside it.
    package static func read(_ path: String, elementLimit: Int = .max) throws -> HDF5Group {
        try read(FileSystem.storage(of: path), place: path, elementLimit: elementLimit)
    }

    /// Reads a file that is in memory, which must not change while the result is in use.
    ///
    /// - Parameter place: what errors call the file.
    package static func read(_ bytes: Storage, place: String, elementLimit: Int = .max) throws -> HDF5Group {
        try HDF5Reader(HDF5Image(bytes, name: place), elementLimit: elementLimit).root()
    }

    /// Whether these are the first bytes of an HDF5 file.
    package static func isSignature(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: HDF5Image.signature) }

    /// Writes a file, replacing it whole or not at all.
    package static func write(_ root: HDF5Group, to path: String) throws {
        let image = try bytes(of: root)
        try withExtendedLifetime(image) {
            try AtomicFile.write([UnsafeRawBufferPointer(start: image.bytes, count: image.byteCount)], to: path)
        }
    }

    /// The bytes of a file with this root group. The same groups give the same bytes.
    ///
    /// - Throws: `MyelinError` that names the path inside the file.
    package static func bytes(of root: HDF5Group) throws -> Storage { try HDF5Writer.image(of: root) }
}
