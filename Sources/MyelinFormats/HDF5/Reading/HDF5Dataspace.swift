import MyelinCore

/// The shape of a data set or an attribute; no shape for one without a value.
enum HDF5Dataspace {
    static func read(_ message: HDF5Cursor) throws -> Shape? {
        var cursor = message
        let version = try cursor.integer(1)
        let rank = try cursor.integer(1)
        let flags = try cursor.unsigned(1)
        switch version {
        case 1: try cursor.skip(5)
        case 2: if try cursor.integer(1) == 2 { return nil }
        default: throw cursor.damaged("a shape of unknown version \(version)")
        }
        guard rank <= 32 else { throw cursor.damaged("a shape of \(rank) axes") }
        var sizes: [Int] = []
        for _ in 0..<rank { sizes.append(try cursor.integer(8)) }
        if flags & 1 != 0 { try cursor.skip(8 * rank) }
        let shape = Shape(sizes)
        guard shape.isPossible else { throw cursor.damaged("a shape larger than any memory, \(shape)") }
        return shape
    }
}
