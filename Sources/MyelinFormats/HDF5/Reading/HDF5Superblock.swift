import MyelinCore

/// The beginning of a file, of versions 0 to 3 of the format.
enum HDF5Superblock {
    /// Where the root group's header is.
    static func rootAddress(_ image: HDF5Image, _ budget: HDF5Budget) throws -> Int {
        var cursor = try HDF5Cursor(image, budget, at: 0, place: image.name)
        guard image.count >= 16, image.bytes(try cursor.take(8)).elementsEqual(HDF5Image.signature) else {
            throw cursor.refused("not an HDF5 file")
        }
        let version = try cursor.integer(1)
        switch version {
        case 0, 1:
            // Versions of free space, root group and shared headers, each with nothing to choose from.
            try cursor.skip(4)
            try expectEightBytes(&cursor)
            // Sizes of tree nodes, which say themselves how full they are, and flags.
            try cursor.skip(1 + 2 + 2 + 4 + (version == 1 ? 4 : 0))
        case 2, 3:
            try expectEightBytes(&cursor)
            try cursor.skip(1)
        default: throw cursor.refused("version \(version) of the HDF5 format, expected 0 to 3")
        }
        guard try cursor.unsigned(8) == 0 else { throw cursor.refused("does not begin at its first byte") }
        _ = try cursor.address()
        let end = try cursor.unsigned(8)
        guard end <= UInt64(image.count) else {
            throw cursor.refused("cut off: expected \(end) bytes, got \(image.count)")
        }
        guard version < 2 else { return try cursor.definedAddress() }
        guard try cursor.address() == nil else { throw cursor.refused("is one of a family of files, which is refused") }
        try cursor.skip(8)
        return try cursor.definedAddress()
    }

    private static func expectEightBytes(_ cursor: inout HDF5Cursor) throws {
        let offsets = try cursor.integer(1)
        let lengths = try cursor.integer(1)
        guard offsets == 8, lengths == 8 else {
            throw cursor.refused("addresses of \(offsets) and lengths of \(lengths) bytes, expected 8")
        }
    }
}
