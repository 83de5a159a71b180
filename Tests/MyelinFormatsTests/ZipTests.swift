import Foundation
import MyelinCore
import MyelinData
import TestSupport
import Testing

@Suite struct ZipTests {
    /// An archive of two members, changed in its bytes, and what opening it or reading `aa/x` throws.
    private func problem(
        isDeflated: Bool = false, limit: Int = 1 << 20, _ change: (inout [UInt8]) -> Void = { _ in }
    ) throws -> String? {
        try withFolder { folder in
            let path = folder + "/model.keras"
            try Zip.write(
                [
                    Zip.NewMember("aa/x", [UInt8](repeating: 7, count: 400), isDeflated: isDeflated),
                    Zip.NewMember("bb/x", [1, 2, 3]),
                ], to: path)
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            change(&bytes)
            try bytes.withUnsafeBytes { try AtomicFile.write([$0], to: path) }
            return errorText { try Zip.Reader(path).read("aa/x", limit: limit) }
                .map { $0.replacingOccurrences(of: path + ": ", with: "") }
        }
    }

    private func replace(_ old: String, _ new: String, in bytes: inout [UInt8]) {
        for place in 0..<(bytes.count - 4) where bytes[place..<(place + 4)].elementsEqual(old.utf8) {
            bytes.replaceSubrange(place..<(place + 4), with: Array(new.utf8))
        }
    }

    /// Where the directory's entry of the first member begins.
    private func entry(_ bytes: [UInt8]) -> Int {
        bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!
    }

    @Test func soundArchivesAreRead() throws {
        #expect(try problem() == nil)
        #expect(try problem(isDeflated: true) == nil)
    }

    @Test(arguments: ["../x", "/a/x", "a/..", "a\\.x"])
    func namesThatLeadOutAreRefused(_ name: String) throws {
        let text = try problem { replace("bb/x", name, in: &$0) }
        #expect(text == "\(name): a member's name that leads out of the archive is refused")
    }

    @Test func duplicatesAreRefused() throws {
        let text = try problem { replace("bb/x", "aa/x", in: &$0) }
        #expect(text == "aa/x: two members of one name are refused")
    }

    @Test func wildExpansionIsRefused() throws {
        // The unpacked size in the directory: 1 GiB, then 64 KiB, more than deflate could have packed.
        let most = try problem(isDeflated: true) { bytes in
            bytes.replaceSubrange((entry(bytes) + 24)..<(entry(bytes) + 28), with: [0, 0, 0, 0x40])
        }
        #expect(most?.hasPrefix("aa/x: claims 1073741824 bytes from") == true, "\(most ?? "nothing")")
        let more = try problem(isDeflated: true) { bytes in
            bytes.replaceSubrange((entry(bytes) + 24)..<(entry(bytes) + 28), with: [0, 0, 1, 0])
        }
        #expect(more?.hasPrefix("aa/x: damaged: claims 65536 bytes from") == true, "\(more ?? "nothing")")
        #expect(try problem(limit: 399) == "aa/x: has 400 bytes, expected at most 399")
    }

    @Test func encryptedMembersAreRefused() throws {
        #expect(
            try problem { bytes in
                bytes[entry(bytes) + 8] |= 1; bytes[6] |= 1
            } == "aa/x: is encrypted")
    }

    @Test func truncationAndDamageAreNamed() throws {
        let cut = "cut off or damaged: a zip archive without a readable directory at its end"
        #expect(try problem { $0.removeLast(30) } == cut)
        #expect(try problem { $0.removeSubrange(100...) } == cut)
        #expect(try problem { $0.removeAll() }?.hasPrefix("not a readable zip archive") == true)
        // A byte of the content: the checksum tells.
        #expect(try problem { $0[100] ^= 1 }?.hasPrefix("aa/x: damaged: ") == true)
    }

    @Test func theSameMembersGiveTheSameBytes() throws {
        try withFolder { folder in
            let contents = try ["/a.zip", "/b.zip"].map { name in
                try Zip.write([Zip.NewMember("config.json", Array("{}".utf8))], to: folder + name)
                return try Data(contentsOf: URL(fileURLWithPath: folder + name))
            }
            #expect(contents[0] == contents[1])
        }
    }
}
