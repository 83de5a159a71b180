import MyelinCore

/// The names in a group and the headers that they lead to.
enum HDF5Links {
    private static let deepestTree = 32

    static func read(_ header: HDF5ObjectHeader) throws -> [(name: String, address: Int)] {
        var links: [(String, Int)] = []
        if let table = try header.message(.symbolTable) { links += try readTable(table) }
        if var info = try header.message(.linkInfo) {
            try info.skip(1)
            let flags = try info.unsigned(1)
            if flags & 1 != 0 { try info.skip(8) }
            if try info.address() != nil { throw info.refused(HDF5ObjectHeader.dense("links")) }
        }
        for message in header.messages where message.type == .link { links.append(try readLink(message.body)) }
        return links
    }

    // Older groups: a tree of nodes with symbols, whose names are in a heap of the group's own.

    private static func readTable(_ table: HDF5Cursor) throws -> [(String, Int)] {
        var table = table
        let tree = try table.definedAddress()
        var heap = try table.at(try table.definedAddress())
        try heap.expect("HEAP")
        try heap.skip(4)
        let size = try heap.integer(8)
        try heap.skip(8)
        let names = try heap.at(try heap.definedAddress(), count: size)
        var links: [(String, Int)] = []
        try readTree(try table.at(tree), level: nil, names, &links)
        return links
    }

    private static func readTree(
        _ node: HDF5Cursor, level: Int?, _ names: HDF5Cursor, _ links: inout [(String, Int)]
    ) throws {
        var node = node
        try node.expect("TREE")
        guard try node.unsigned(1) == 0 else { throw node.damaged("a tree of another kind in place of a group's") }
        let own = try node.integer(1)
        guard level == nil ? own < deepestTree : own == level! - 1 else {
            throw node.damaged("the levels of a group's tree")
        }
        let count = try node.integer(2)
        try node.skip(16)
        for _ in 0..<count {
            try node.skip(8)
            let child = try node.at(try node.definedAddress())
            if own > 0 { try readTree(child, level: own, names, &links) } else { try readSymbols(child, names, &links) }
        }
    }

    private static func readSymbols(
        _ node: HDF5Cursor, _ names: HDF5Cursor, _ links: inout [(String, Int)]
    ) throws {
        var node = node
        try node.expect("SNOD")
        try node.skip(2)
        for _ in 0..<(try node.integer(2)) {
            let offset = try node.integer(8)
            guard offset < names.rest else { throw node.damaged("a name outside of the group's names") }
            var text = try names.at(names.position + offset, count: names.rest - offset)
            let name = try text.terminatedString()
            let address = try node.address()
            let kind = try node.integer(4)
            try node.skip(4 + 16)
            guard kind != 2, let address else {
                throw node.refused("member “\(name)” is a soft link, which is refused")
            }
            links.append((name, address))
        }
    }

    // Newer groups: one message for each link.

    private static func readLink(_ body: HDF5Cursor) throws -> (String, Int) {
        var body = body
        guard try body.unsigned(1) == 1 else { throw body.damaged("a link of unknown version") }
        let flags = try body.unsigned(1)
        let kind = flags & 8 != 0 ? try body.integer(1) : 0
        if flags & 4 != 0 { try body.skip(8) }
        if flags & 0x10 != 0 { try body.skip(1) }
        let length = try body.integer(1 << Int(flags & 3))
        let name = try body.string(try body.take(length))
        switch kind {
        case 0: return (name, try body.definedAddress())
        case 1: throw body.refused("member “\(name)” is a soft link, which is refused")
        case 64: throw body.refused("member “\(name)” is an external link, which is refused")
        default: throw body.refused("member “\(name)” is a user-defined link, which is refused")
        }
    }
}
