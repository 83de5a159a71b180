import MyelinCore

/// One piece of an object's header. What says nothing about the content (times, comments, counts, unused room) is none.
struct HDF5Message {
    enum Kind: Int {
        case dataspace = 0x01
        case linkInfo = 0x02
        case datatype = 0x03
        case oldFillValue = 0x04
        case fillValue = 0x05
        case link = 0x06
        case externalFiles = 0x07
        case layout = 0x08
        case groupInfo = 0x0A
        case filters = 0x0B
        case attribute = 0x0C
        case continuation = 0x10
        case symbolTable = 0x11
        case attributeInfo = 0x15
    }

    let type: Kind
    let body: HDF5Cursor
}

/// The header of a group or a data set: its messages, from all the blocks that it is spread over.
struct HDF5ObjectHeader {
    private(set) var messages: [HDF5Message] = []
    /// Where its blocks begin.
    private var blockAddresses: Set<Int> = []
    /// For errors.
    let place: HDF5Cursor

    init(at cursor: HDF5Cursor) throws {
        place = cursor
        var probe = cursor
        if try probe.unsigned(1) == 1 { try readVersion1(cursor) } else { try readVersion2(cursor) }
    }

    var isGroup: Bool { messages.contains { [.symbolTable, .linkInfo, .link, .groupInfo].contains($0.type) } }

    /// The only message of a kind; nil if there is none.
    func message(_ type: HDF5Message.Kind) throws -> HDF5Cursor? {
        var found: HDF5Cursor?
        for message in messages where message.type == type {
            guard found == nil else { throw place.damaged("two messages \(type)") }
            found = message.body
        }
        return found
    }

    func requiredMessage(_ type: HDF5Message.Kind) throws -> HDF5Cursor {
        guard let body = try message(type) else {
            throw place.refused("neither a group nor a data set: its header has no \(type)")
        }
        return body
    }

    /// An error if the attributes lie outside of the header.
    func refuseDenseAttributes() throws {
        guard var info = try message(.attributeInfo) else { return }
        try info.skip(1)
        let flags = try info.unsigned(1)
        if flags & 1 != 0 { try info.skip(2) }
        if try info.address() != nil { throw place.refused(Self.dense("attributes")) }
    }

    static func dense(_ what: String) -> String {
        "its \(what) are stored in a form of newer HDF5 files that is not read; "
            + "write the file as h5py does by default (libver='earliest')"
    }

    private mutating func readVersion1(_ start: HDF5Cursor) throws {
        var cursor = start
        try cursor.skip(2)
        var left = try cursor.integer(2)
        try cursor.skip(4)
        let size = try cursor.integer(4)
        try cursor.skip(4)
        var blocks = [try cursor.at(cursor.position, count: size)]
        while var block = blocks.popLast() {
            while block.rest >= 8, left > 0 {
                left -= 1
                let type = try block.integer(2)
                let size = try block.integer(2)
                let flags = try block.unsigned(1)
                try block.skip(3)
                try add(type, flags, try block.take(size), &blocks)
            }
        }
        guard left == 0 else { throw place.damaged("its header has \(left) messages less than it announces") }
    }

    private mutating func readVersion2(_ start: HDF5Cursor) throws {
        var cursor = start
        try cursor.expect("OHDR")
        guard try cursor.unsigned(1) == 2 else { throw place.damaged("a header of unknown version") }
        let flags = try cursor.unsigned(1)
        if flags & 0x20 != 0 { try cursor.skip(16) }
        if flags & 0x10 != 0 { try cursor.skip(4) }
        let size = try cursor.integer(1 << Int(flags & 3))
        var blocks = [try cursor.at(cursor.position, count: size)]
        try HDF5Checksum.check(start, count: cursor.position - start.position + size)
        while var block = blocks.popLast() {
            // Continuations come with a signature and a checksum.
            if block.position != cursor.position {
                guard block.rest >= 8 else { throw place.damaged("a block of its header is too short") }
                try HDF5Checksum.check(block, count: block.rest - 4)
                try block.expect("OCHK")
                block = try block.at(block.position, count: block.rest - 4)
            }
            let prefix = flags & 4 != 0 ? 6 : 4
            while block.rest >= prefix {
                let type = try block.integer(1)
                let size = try block.integer(2)
                let messageFlags = try block.unsigned(1)
                if flags & 4 != 0 { try block.skip(2) }
                try add(type, messageFlags, try block.take(size), &blocks)
            }
        }
    }

    private mutating func add(_ type: Int, _ flags: UInt64, _ range: Range<Int>, _ blocks: inout [HDF5Cursor]) throws {
        let body = try place.at(range.lowerBound, count: range.count)
        let kind = HDF5Message.Kind(rawValue: type)
        if kind == .continuation {
            var continuation = body
            let address = try continuation.definedAddress()
            guard blockAddresses.insert(address).inserted else {
                throw place.damaged("its header continues without end")
            }
            blocks.append(try place.at(address, count: try continuation.integer(8)))
            return
        }
        if let kind, flags & 2 != 0 {
            throw place.refused("shares its \(kind) with other objects, which is not read")
        }
        // The flag by which a writer says that a reader must know the message.
        if kind == nil, flags & 8 != 0, type > 0x18 { throw place.refused("a header message of unknown kind \(type)") }
        if let kind { messages.append(HDF5Message(type: kind, body: body)) }
    }
}
