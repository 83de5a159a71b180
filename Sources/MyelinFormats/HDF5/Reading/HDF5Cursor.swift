import MyelinCore

/// A place in a file, and the end of the structure that it is in. Every step is checked.
struct HDF5Cursor {
    let image: HDF5Image
    let budget: HDF5Budget
    /// What errors call it: file and path.
    let place: String
    private(set) var position: Int
    let end: Int

    /// At the beginning of a structure of `count` bytes; nil if it reaches to the end of the file at most.
    init(_ image: HDF5Image, _ budget: HDF5Budget, at address: Int, count: Int? = nil, place: String) throws {
        self.image = image
        self.budget = budget
        self.place = place
        position = address
        guard address >= 0, address <= image.count, count ?? 0 >= 0, count ?? 0 <= image.count - address else {
            throw MyelinError(
                .file, "\(place): damaged or cut off: refers to byte \(address), the file has \(image.count)")
        }
        end = count.map { address + $0 } ?? image.count
    }

    var rest: Int { end - position }

    /// The range of the next `count` bytes, which are passed.
    mutating func take(_ count: Int) throws -> Range<Int> {
        guard count >= 0, count <= rest else { throw damaged("a structure ends early") }
        try budget.spend(count, place)
        defer { position += count }
        return position..<(position + count)
    }

    mutating func skip(_ count: Int) throws { _ = try take(count) }

    /// Passes to the next position that is a multiple of 8 from `start`.
    mutating func align(from start: Int) throws { try skip(min((8 - (position - start) % 8) % 8, rest)) }

    /// A little-endian number of 1 to 8 bytes.
    mutating func unsigned(_ count: Int) throws -> UInt64 {
        image.bytes(try take(count)).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A number that must be small enough to count something in the file.
    mutating func integer(_ count: Int) throws -> Int {
        guard let value = Int(exactly: try unsigned(count)) else { throw damaged("a size is out of range") }
        return value
    }

    /// An address in the file; nil for the one that means "none".
    mutating func address() throws -> Int? {
        let value = try unsigned(8)
        guard value != UInt64.max else { return nil }
        guard let address = Int(exactly: value), address <= image.count else {
            throw damaged("or cut off: refers to byte \(value), the file has \(image.count)")
        }
        return address
    }

    /// An address in the file that must be there.
    mutating func definedAddress() throws -> Int {
        guard let address = try address() else { throw damaged("an address is missing") }
        return address
    }

    /// Passes a structure's signature.
    mutating func expect(_ signature: String) throws {
        guard image.bytes(try take(4)).elementsEqual(signature.utf8) else { throw damaged("\(signature) expected") }
    }

    /// Text that ends with a zero byte.
    mutating func terminatedString() throws -> String {
        guard let length = image.bytes(position..<end).firstIndex(of: 0) else { throw damaged("a name without end") }
        let text = try string(try take(length))
        try skip(1)
        return text
    }

    /// Text, which must be UTF-8.
    func string(_ range: Range<Int>) throws -> String {
        guard let text = String(validating: image.bytes(range), as: UTF8.self) else {
            throw damaged("text that is not UTF-8")
        }
        return text
    }

    /// A cursor elsewhere in the file.
    func at(_ address: Int, count: Int? = nil) throws -> HDF5Cursor {
        try HDF5Cursor(image, budget, at: address, count: count, place: place)
    }

    func damaged(_ what: String) -> MyelinError { MyelinError(.file, "\(place): damaged: \(what)") }
    func refused(_ what: String) -> MyelinError { MyelinError(.file, "\(place): \(what)") }
}
