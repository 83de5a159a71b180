/// One record of a TFRecord file: the length in 8 bytes, its masked checksum, the data, its masked checksum; all numbers
/// with the lowest byte first.
package enum TFRecord {
    package static func framed(_ data: [UInt8]) -> [UInt8] {
        let length = bytes(of: UInt64(data.count))
        return length + bytes(of: CRC32C.masked(length)) + data + bytes(of: CRC32C.masked(data))
    }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
