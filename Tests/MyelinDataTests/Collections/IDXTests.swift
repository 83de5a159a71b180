import MyelinCore
import MyelinData
import Testing

@Suite struct IDXTests {
    private let folder = TemporaryFolder()
    /// Two images of 2 × 3.
    private let file: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + (1...12)

    @Test("A file is read packed and plain")
    func aFileIsReadPackedAndPlain() throws {
        for path in [try folder.write(file, "plain"), try folder.writePacked(file, "packed.gz")] {
            let images = try IDX.read(path)
            #expect(images.shape == [2, 2, 3] && images.dtype == .uint8)
            #expect(try images.scalars(UInt8.self) == Array(1...12))
        }
    }

    @Test("A file cut anywhere is an error, and so is a longer one")
    func aFileCutAnywhereIsAnError() throws {
        let packed = try FileSystem.size(folder.writePacked(file, "whole.gz")) ?? 0
        let handle = try CompressedFile(folder.write([], "empty"))
        #expect(handle.mostBytes == 0)
        for count in 0..<file.count {
            let path = try folder.write(Array(file.prefix(count)), "cut")
            expectError(.file, "cut") { _ = try IDX.read(path) }
        }
        let bytes = try packedBytes()
        #expect(bytes.count == packed)
        for count in 0..<bytes.count {
            let path = try folder.write(Array(bytes.prefix(count)), "cut.gz")
            expectError(.file, "cut.gz") { _ = try IDX.read(path) }
        }
        let longer = try folder.write(file + [0], "longer")
        expectError(.file, "longer", "more bytes than its header") { _ = try IDX.read(longer) }
    }

    @Test("A damaged byte in a packed file is an error or harmless")
    func aDamagedByteInAPackedFileIsAnErrorOrHarmless() throws {
        let bytes = try packedBytes()
        for place in 0..<bytes.count {
            for change in [1, 0x80, 0xff] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= change
                let path = try folder.write(damaged, "damaged.gz")
                do {
                    // The header's time and system do not matter.
                    #expect(try IDX.read(path).scalars(UInt8.self) == Array(1...12))
                } catch let error as MyelinError { #expect(error.message.contains("damaged.gz")) }
            }
        }
    }

    @Test("Headers that cannot be are refused before memory is taken")
    func headersThatCannotBeAreRefusedBeforeMemoryIsTaken() throws {
        func expectRefused(_ bytes: [UInt8], _ words: String) throws {
            let path = try folder.write(bytes, "odd")
            expectError(.file, "odd", words) { _ = try IDX.read(path) }
        }
        try expectRefused([0, 0, 8, 9] + [UInt8](repeating: 0, count: 36), "00000809")
        try expectRefused(Array("<html>not found</html>".utf8), "not an IDX file")
        try expectRefused([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0], "not an IDX file of bytes")
        try expectRefused([0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, 1], "announces 4294967295 bytes")
        try expectRefused([0, 0, 8, 3] + [UInt8](repeating: 0xff, count: 12), "announces shape")
    }

    @Test("A missing file and a folder are named")
    func aMissingFileAndAFolderAreNamed() throws {
        expectError(.file, "/nothing", "No such file") { _ = try IDX.read(folder.path + "/nothing") }
        expectError(.file, "got a folder") { _ = try IDX.read(folder.path) }
    }

    private func packedBytes() throws -> [UInt8] {
        let path = try folder.writePacked(file, "bytes.gz")
        // Read as a member would be: CompressedFile would unpack it.
        return try rawBytes(path)
    }
}
