import MyelinCore

/// The files in a tar archive, one after the other (POSIX ustar and GNU's variants, as far as their names are short).
package struct TarReader {
    /// A file whose content is next in the source.
    package struct Entry {
        package let name: String
        package let byteCount: Int
        package let isFile: Bool
    }

    private let source: any ByteSource
    /// What is left of the last entry, with its padding.
    private var rest = 0

    package init(_ source: any ByteSource) { self.source = source }

    /// The next entry, or nil at the end. What was not read of the last one is skipped.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the archive is damaged or cut off.
    package mutating func next() throws -> Entry? {
        try source.skip(rest)
        rest = 0
        let header = try source.readExactly(512)
        guard header.contains(where: { $0 != 0 }) else {
            // Behind the end there is padding; reading it verifies the checksum of what was packed.
            try withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
                while try source.read(into: buffer.baseAddress!, count: buffer.count) > 0 {}
            }
            return nil
        }
        // The checksum is the sum of the header's bytes, its own counted as blanks.
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard let expected = Self.octal(header[148..<156]), expected == sum, let size = Self.octal(header[124..<136])
        else {
            throw MyelinError(.file, "\(source.place): damaged, or not a tar archive")
        }
        let (padded, overflow) = size.addingReportingOverflow(511)
        guard !overflow else { throw MyelinError(.file, "\(source.place): damaged: a file of \(size) bytes") }
        rest = padded / 512 * 512
        let prefix =
            header[257..<262].elementsEqual("ustar".utf8) && header[262] == 0 ? Self.text(header[345..<500]) : ""
        let name = Self.text(header[0..<100])
        let isFile = header[156] == UInt8(ascii: "0") || header[156] == 0
        return Entry(name: prefix.isEmpty ? name : prefix + "/" + name, byteCount: size, isFile: isFile)
    }

    /// The content of the entry that `next` returned last.
    package mutating func read(_ entry: Entry) throws -> [UInt8] {
        try source.checkClaim(entry.byteCount)
        let bytes = try source.readExactly(entry.byteCount)
        rest -= entry.byteCount
        return bytes
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = text(field).drop { $0 == " " }.prefix { $0 != " " }
        return digits.isEmpty ? nil : Int(digits, radix: 8).flatMap { $0 >= 0 ? $0 : nil }
    }
}
