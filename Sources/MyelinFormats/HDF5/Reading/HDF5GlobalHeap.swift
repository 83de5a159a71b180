import MyelinCore

/// The collections of texts of variable length, as far as they were asked for.
struct HDF5GlobalHeap {
    private var collections: [Int: [Int: Range<Int>]] = [:]

    /// The text that the next 16 bytes refer to.
    mutating func text(_ reference: inout HDF5Cursor) throws -> String {
        let length = try reference.integer(4)
        let address = try reference.address()
        let index = try reference.integer(4)
        guard length > 0 else { return "" }
        guard let address, let range = try collection(address, reference)[index], length <= range.count else {
            throw reference.damaged("a text that is not there")
        }
        try reference.budget.spend(length, reference.place)
        return try reference.string(range.lowerBound..<(range.lowerBound + length))
    }

    private mutating func collection(_ address: Int, _ cursor: HDF5Cursor) throws -> [Int: Range<Int>] {
        if let known = collections[address] { return known }
        var header = try cursor.at(address)
        try header.expect("GCOL")
        try header.skip(4)
        let size = try header.integer(8)
        guard size >= 16 else { throw cursor.damaged("a collection of texts that is too short") }
        var body = try cursor.at(header.position, count: size - 16)
        var objects: [Int: Range<Int>] = [:]
        while body.rest >= 16 {
            let index = try body.integer(2)
            try body.skip(6)
            let size = try body.integer(8)
            if index == 0 { break }
            let start = body.position
            guard objects.updateValue(try body.take(size), forKey: index) == nil else {
                throw cursor.damaged("two texts of the same number")
            }
            try body.align(from: start)
        }
        collections[address] = objects
        return objects
    }
}
