/// The checksums of newer headers and of the filter fletcher32.
enum HDF5Checksum {
    /// Compares the checksum that follows `count` bytes.
    static func check(_ cursor: HDF5Cursor, count: Int) throws {
        var cursor = cursor
        let computed = lookup3(cursor.image.bytes(try cursor.take(count)))
        var sum = try cursor.at(cursor.position, count: 4)
        guard try sum.unsigned(4) == UInt64(computed) else {
            throw cursor.damaged("the checksum of its header is wrong")
        }
    }

    /// Bob Jenkins' hash “lookup3” (hashlittle with the initial value 0).
    static func lookup3(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: bytes.count)
        var (a, b, c) = (start, start, start)
        func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
        var place = 0
        func word(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { sum, index in
                let at = place + offset + index
                return at < bytes.count ? sum | UInt32(bytes[at]) << UInt32(8 * index) : sum
            }
        }
        while bytes.count - place > 12 {
            a &+= word(0)
            b &+= word(4)
            c &+= word(8)
            a = (a &- c) ^ rotated(c, 4); c &+= b
            b = (b &- a) ^ rotated(a, 6); a &+= c
            c = (c &- b) ^ rotated(b, 8); b &+= a
            a = (a &- c) ^ rotated(c, 16); c &+= b
            b = (b &- a) ^ rotated(a, 19); a &+= c
            c = (c &- b) ^ rotated(b, 4); b &+= a
            place += 12
        }
        guard place < bytes.count else { return c }
        a &+= word(0)
        b &+= word(4)
        c &+= word(8)
        c = (c ^ b) &- rotated(b, 14)
        a = (a ^ c) &- rotated(c, 11)
        b = (b ^ a) &- rotated(a, 25)
        c = (c ^ b) &- rotated(b, 16)
        a = (a ^ c) &- rotated(c, 4)
        b = (b ^ a) &- rotated(a, 14)
        c = (c ^ b) &- rotated(b, 24)
        return c
    }

    /// Fletcher's sum of big-endian 16-bit words, as libhdf5 takes it.
    static func fletcher32(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32 {
        var (first, second): (UInt32, UInt32) = (0, 0)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let high = UInt32(bytes[index]) << 8
            index = bytes.index(after: index)
            var low: UInt32 = 0
            if index != bytes.endIndex {
                low = UInt32(bytes[index])
                index = bytes.index(after: index)
            }
            first = (first + (high | low)) % 65535
            second = (second + first) % 65535
        }
        return second << 16 | first
    }
}
