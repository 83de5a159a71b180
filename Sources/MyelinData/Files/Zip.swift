import CArchives
import MyelinCore

/// Zip archives, by libzip: the container of `.npz` files and of models.
package enum Zip {
    /// One file in an archive, as the archive's directory describes it.
    package struct Member: Sendable {
        package let name: String
        /// Bytes when unpacked, as the directory claims; reading checks it.
        package let byteCount: Int
        fileprivate let packedCount: Int
        fileprivate let index: UInt64
        fileprivate let method: Int
        fileprivate let isEncrypted: Bool
    }

    /// An archive that is open for reading.
    package final class Reader {
        package let path: String
        /// What the archive holds, in its order.
        package let members: [Member]
        private let handle: Handle
        private var archive: OpaquePointer { handle.archive }

        /// Opens an archive, reads its directory and checks it.
        ///
        /// - Throws: `MyelinError` of kind `.file` if there is no such file, it is not an archive, or its directory is not
        ///   what `check` expects.
        package init(_ path: String) throws {
            guard FileSystem.exists(path) else { throw MyelinError(.file, "\(path): no such file") }
            guard !FileSystem.isDirectory(path) else {
                throw MyelinError(.file, "\(path): is a folder, expected a file")
            }
            var code: Int32 = 0
            guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
                var error = zip_error_t()
                zip_error_init_with_code(&error, code)
                defer { zip_error_fini(&error) }
                throw Self.unreadable(path, String(cString: zip_error_strerror(&error)))
            }
            handle = Handle(archive)
            self.path = path
            members = try (0..<UInt64(max(zip_get_num_entries(archive, 0), 0))).map { index in
                var entry = zip_stat_t()
                let needed = UInt64(ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD)
                guard zip_stat_index(archive, index, 0, &entry) == 0, entry.valid & needed == needed,
                    let name = entry.name
                else { throw MyelinError(.file, "\(path): damaged: member \(index) of its directory") }
                return Member(
                    name: String(cString: name), byteCount: Int(clamping: entry.size),
                    packedCount: Int(clamping: entry.comp_size), index: index, method: Int(entry.comp_method),
                    isEncrypted: entry.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != 0)
            }
            try Self.check(members, path, fileByteCount: FileSystem.size(path) ?? 0)
        }

        /// Closes the archive when nobody needs it any more.
        private final class Handle {
            let archive: OpaquePointer
            init(_ archive: OpaquePointer) { self.archive = archive }
            deinit { zip_discard(archive) }
        }

        private static func unreadable(_ path: String, _ reason: String) -> MyelinError {
            // The directory is at the end, and an archive begins with its first member.
            let isCut = (try? CompressedFile(path).readExactly(4)) == [0x50, 0x4B, 3, 4]
            return MyelinError(
                .file,
                isCut
                    ? "\(path): cut off or damaged: a zip archive without a readable directory at its end"
                    : "\(path): not a readable zip archive: \(reason)")
        }

        /// Refuses what no honest writer makes: names that lead elsewhere, names that are there twice, members that share
        /// their bytes or unpack to very many. The limits are those of Keras.
        private static func check(_ members: [Member], _ path: String, fileByteCount: Int) throws {
            var names: Set<String> = []
            var packedCount = 0
            for member in members {
                let place = "\(path): \(member.name)"
                let parts = member.name.split(separator: "/", omittingEmptySubsequences: false)
                guard !member.name.isEmpty, !member.name.hasPrefix("/"), !member.name.contains("\\"),
                    !parts.contains("..")
                else { throw MyelinError(.file, "\(place): a member's name that leads out of the archive is refused") }
                guard names.insert(member.name).inserted else {
                    throw MyelinError(.file, "\(place): two members of one name are refused")
                }
                guard member.byteCount <= smallCount || member.byteCount / mostExpansion <= member.packedCount else {
                    throw MyelinError(
                        .file,
                        "\(place): claims \(member.byteCount) bytes from \(member.packedCount) packed ones, "
                            + "expected at most \(mostExpansion) times as many")
                }
                let (sum, overflow) = packedCount.addingReportingOverflow(member.packedCount)
                guard !overflow, sum <= fileByteCount else {
                    throw MyelinError(
                        .file, "\(place): damaged or cut off: the members need more bytes than the file has")
                }
                packedCount = sum
            }
        }

        private static let smallCount = 256 << 20
        private static let mostExpansion = 100

        /// The member of a name.
        ///
        /// - Throws: `MyelinError` of kind `.file` that lists the names if there is none.
        package func member(_ name: String) throws -> Member {
            guard let member = members.first(where: { $0.name == name }) else {
                let names = members.prefix(8).map(\.name).joined(separator: ", ")
                throw MyelinError(
                    .file,
                    "\(path): no member \(name); it has \(names.isEmpty ? "none" : names)\(members.count > 8 ? ", …" : "")"
                )
            }
            return member
        }

        /// A member's bytes, to be read in order.
        ///
        /// - Throws: `MyelinError` of kind `.file` if the member is encrypted, packed by an unknown method, or claims a
        ///   size that its packed bytes cannot have.
        package func open(_ member: Member) throws -> any ByteSource {
            let place = "\(path): \(member.name)"
            guard !member.isEncrypted else { throw MyelinError(.file, "\(place): is encrypted") }
            switch member.method {
            case Int(ZIP_CM_STORE):
                guard member.byteCount == member.packedCount else { throw Self.wrongSize(member, place) }
            case Int(ZIP_CM_DEFLATE):
                // Deflate cannot pack 1032 bytes into less than one.
                let most = member.packedCount.multipliedReportingOverflow(by: 1032)
                guard most.overflow || member.byteCount <= most.partialValue else {
                    throw Self.wrongSize(member, place)
                }
            default:
                throw MyelinError(.file, "\(place): packed by method \(member.method), expected stored or deflated")
            }
            guard let file = zip_fopen_index(archive, member.index, 0) else {
                throw MyelinError(.file, "\(place): cannot open: \(String(cString: zip_strerror(archive)))")
            }
            return MemberSource(file, of: self, member, place)
        }

        private static func wrongSize(_ member: Member, _ place: String) -> MyelinError {
            MyelinError(
                .file, "\(place): damaged: claims \(member.byteCount) bytes from \(member.packedCount) packed ones")
        }

        /// A member's bytes.
        ///
        /// - Parameter limit: the most bytes that it may have.
        /// - Throws: `MyelinError` of kind `.file` that names the member, before memory is taken for it.
        package func read(_ name: String, limit: Int) throws -> [UInt8] {
            let source = try open(name, limit: limit)
            let bytes = try source.readExactly(source.mostBytes)
            try source.expectEnd()
            return bytes
        }

        /// A member's bytes as memory that a reader of arrays takes.
        package func storage(_ name: String, limit: Int) throws -> Storage {
            let source = try open(name, limit: limit)
            let storage = Storage(byteCount: source.mostBytes)
            try source.readExactly(into: storage.bytes, count: storage.byteCount)
            try source.expectEnd()
            return storage
        }

        private func open(_ name: String, limit: Int) throws -> any ByteSource {
            let member = try member(name)
            guard member.byteCount <= limit else {
                throw MyelinError(.file, "\(path): \(name): has \(member.byteCount) bytes, expected at most \(limit)")
            }
            let source = try open(member)
            try source.checkClaim(member.byteCount)
            return source
        }
    }

    private final class MemberSource: ByteSource {
        let place: String
        let mostBytes: Int
        private let file: OpaquePointer
        private let reader: Reader

        init(_ file: OpaquePointer, of reader: Reader, _ member: Member, _ place: String) {
            mostBytes = member.byteCount
            self.file = file
            self.reader = reader
            self.place = place
        }

        deinit { zip_fclose(file) }

        func read(into destination: UnsafeMutableRawPointer, count: Int) throws -> Int {
            let result = zip_fread(file, destination, UInt64(count))
            guard result >= 0 else {
                throw MyelinError(.file, "\(place): damaged: \(String(cString: zip_file_strerror(file)))")
            }
            return Int(result)
        }
    }
}
