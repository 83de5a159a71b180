import CArchives
import MyelinCore

extension Zip {
    /// A file that goes into an archive.
    package struct NewMember {
        package let name: String
        fileprivate let pieces: [(storage: Storage, byteCount: Int)]
        fileprivate let isDeflated: Bool

        /// A member whose content is pieces of memory, one after the other. They must not change until it is written.
        ///
        /// - Parameter isDeflated: whether it is packed; weights hardly get smaller by it.
        package init(_ name: String, _ pieces: [(storage: Storage, byteCount: Int)], isDeflated: Bool = false) {
            self.name = name
            self.pieces = pieces.filter { $0.byteCount > 0 }
            self.isDeflated = isDeflated
        }

        package init(_ name: String, _ bytes: [UInt8], isDeflated: Bool = false) {
            self.init(name, [(Storage(bytes), bytes.count)], isDeflated: isDeflated)
        }
    }

    /// Writes an archive beside the file of that name and renames it, so that a failure leaves the old file as it was.
    ///
    /// The same members give the same bytes: no time goes into the archive.
    ///
    /// - Throws: `MyelinError` of kind `.file`, for instance when the disk is full or the folder cannot be written to.
    package static func write(_ members: [NewMember], to path: String) throws {
        try AtomicFile.replace(path) { temporary in
            var code: Int32 = 0
            guard let archive = zip_open(temporary, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
                var error = zip_error_t()
                zip_error_init_with_code(&error, code)
                defer { zip_error_fini(&error) }
                throw MyelinError(.file, "\(path): cannot write: \(String(cString: zip_error_strerror(&error)))")
            }
            func failure() -> MyelinError {
                MyelinError(.file, "\(path): cannot write: \(String(cString: zip_strerror(archive)))")
            }
            do {
                for member in members {
                    let fragments = member.pieces.map {
                        zip_buffer_fragment_t(
                            data: $0.storage.bytes.assumingMemoryBound(to: UInt8.self), length: UInt64($0.byteCount))
                    }
                    let source =
                        fragments.isEmpty
                        ? zip_source_buffer(archive, nil, 0, 0)
                        : zip_source_buffer_fragment(archive, fragments, UInt64(fragments.count), 0)
                    guard let source else { throw failure() }
                    let index = zip_file_add(archive, member.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
                    guard index >= 0 else {
                        zip_source_free(source)
                        throw failure()
                    }
                    let method = member.isDeflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE
                    let january1980: (time: UInt16, date: UInt16) = (0, 1 << 5 | 1)
                    guard zip_set_file_compression(archive, UInt64(index), Int32(method), 0) == 0,
                        zip_file_set_dostime(archive, UInt64(index), january1980.time, january1980.date, 0) == 0
                    else { throw failure() }
                }
            } catch {
                zip_discard(archive)
                throw error
            }
            // The pieces are read here.
            let closed = withExtendedLifetime(members) { zip_close(archive) }
            guard closed == 0 else {
                let error = failure()
                zip_discard(archive)
                throw error
            }
        }
    }
}
