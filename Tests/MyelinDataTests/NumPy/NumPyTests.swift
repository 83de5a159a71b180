import MyelinCore
import MyelinData
import Testing

@Suite struct NumPyTests {
    private let folder = TemporaryFolder()

    private func read(_ bytes: [UInt8]) throws -> Tensor { try NumPy.read(npy: folder.write(bytes, "array.npy")) }

    /// A `.npy` file with a header of its own and any content.
    private func file(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
            + Array(header.utf8) + content
    }

    private func header(_ type: String, _ shape: String) -> String {
        "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
    }

    @Test("Files that NumPy wrote")
    func filesThatNumpyWrote() throws {
        let columnMajor = try read(ArrayFixtures.columnMajor)
        #expect(columnMajor.shape == [2, 3])
        #expect(try columnMajor.scalars(Float.self) == [0, 1, 2, 3, 4, 5])
        #expect(try read(ArrayFixtures.bigEndian).scalars(Int32.self) == [1, -2, 70000])
        let scalar = try read(ArrayFixtures.scalar)
        #expect(scalar.shape == [])
        #expect(try scalar.scalars(Double.self) == [2.5])
        let version2 = try read(ArrayFixtures.version2)
        #expect(version2.shape == [2, 3])
        #expect(try version2.scalars(Int32.self) == [0, 1, 2, 3, 4, 5])
        #expect(try read(ArrayFixtures.version3).scalars(Bool.self) == [true, false])
        let arrays = try NumPy.read(npz: folder.write(ArrayFixtures.archive, "arrays.npz"))
        #expect(arrays.keys.sorted() == ["a", "b"])
        #expect(try arrays["a"]?.scalars(Double.self) == (0..<1000).map(Double.init))
        #expect(try arrays["b"]?.scalars(UInt8.self) == [1, 2])
    }

    @Test("Every element type becomes the nearest one")
    func everyElementTypeBecomesTheNearestOne() throws {
        func value(_ type: String, _ bytes: [UInt8]) throws -> Tensor { try read(file(header(type, "(1,)"), bytes)) }
        #expect(try value("|i1", [0xff]).scalars(Int32.self) == [-1])
        #expect(try value("|u1", [0xff]).scalars(UInt8.self) == [255])
        #expect(try value("<i2", [0xfe, 0xff]).scalars(Int32.self) == [-2])
        #expect(try value(">u2", [0xff, 0xfe]).scalars(Int32.self) == [65534])
        #expect(try value("<u4", [0xff, 0xff, 0xff, 0xff]).scalars(Int64.self) == [4_294_967_295])
        #expect(try value(">i8", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd]).scalars(Int64.self) == [-3])
        #expect(try value("<u8", [7, 0, 0, 0, 0, 0, 0, 0]).scalars(Int64.self) == [7])
        #expect(try value("<f2", [0x00, 0x3e]).scalars(Float.self) == [1.5])
        #expect(try value(">f4", [0x3f, 0xc0, 0, 0]).scalars(Float.self) == [1.5])
        #expect(try value("<f8", [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]).scalars(Double.self) == [1.5])
        #expect(try elements(value("|b1", [2]).storage(), as: UInt8.self) == [1])
        expectError(.file, "too large for int64") { _ = try value("<u8", [UInt8](repeating: 0xff, count: 8)) }
        for type in ["<U3", "|S4", "<c8", "|V2", "<f16", "f4"] {
            expectError(.file, "array.npy", "dtype \(type)") { _ = try value(type, [0, 0, 0, 0]) }
        }
    }

    @Test("Texts, of code points and of bytes")
    func texts() throws {
        func read(_ type: String, _ shape: String, _ bytes: [UInt8]) throws -> TextArray {
            try NumPy.readText(npy: folder.write(file(header(type, shape), bytes), "texts.npy"))
        }
        let point: (UInt8) -> [UInt8] = { [$0, 0, 0, 0] }
        #expect(try read("<U2", "(2,)", point(97) + point(98) + point(99) + point(0)) == ["ab", "c"])
        #expect(try read(">U1", "(1,)", [0, 1, 0xf6, 0]) == ["\u{1f600}"])
        #expect(try read("|S3", "(2, 1)", Array("catno".utf8) + [0]) == TextArray(["cat", "no"], shape: [2, 1]))
        #expect(try read("<U0", "(2,)", []) == ["", ""])
        expectError(.file, "is no character") { _ = try read("<U1", "(1,)", [0, 0, 0x11, 0]) }
        expectError(.file, "damaged") { _ = try read("<U0", "(99999999999,)", []) }
        expectError(.file) { _ = try read("<U2", "(3,)", point(97)) }
        let texts = try TextArray(["né", "", "\u{1f600}!", "x"], shape: [2, 2]), path = folder.path + "/mixed.npz"
        try NumPy.write(["words": .text(texts), "numbers": .numbers(Tensor([1, 2] as [Float]))], npz: path)
        let arrays = try NumPy.readData(npz: path)
        #expect(arrays["words"]?.text == texts)
        #expect(try arrays["numbers"]?.numbers?.scalars() == [1, 2])
    }

    @Test("What is written is read again, bit by bit")
    func whatIsWrittenIsReadAgain() throws {
        let arrays = [
            "floats": Tensor([0.1, -.infinity, .pi] as [Float], shape: [3, 1]),
            "doubles": Tensor([0.1] as [Double], shape: []),
            "bytes": Tensor([1, 255] as [UInt8], shape: [1, 2, 1]),
            "integers": Tensor([-1, .max] as [Int32], shape: [2]),
            "long": Tensor([.min, 0] as [Int64], shape: [2]),
            "flags": Tensor([true, false], shape: [2]),
            "nothing": Tensor([Float](), shape: [0, 3]),
        ]
        for isCompressed in [false, true] {
            let path = try folder.path("all.npz")
            try NumPy.write(arrays, npz: path, isCompressed: isCompressed)
            let first = try rawBytes(path)
            try NumPy.write(arrays, npz: path, isCompressed: isCompressed)
            #expect(try rawBytes(path) == first)
            let result = try NumPy.read(npz: path)
            #expect(result.count == arrays.count)
            for (name, array) in arrays {
                let other = try #require(result[name])
                #expect(other.shape == array.shape && other.dtype == array.dtype, "\(name)")
                #expect(try bytes(other) == bytes(array), "\(name)")
                let single = try folder.path(name + ".npy")
                try NumPy.write(array, npy: single)
                #expect(try bytes(NumPy.read(npy: single)) == bytes(array), "\(name)")
            }
        }
        #expect(try FileSystem.names(in: folder.path).allSatisfy { !$0.contains("temporary") })
    }

    private func bytes(_ tensor: Tensor) throws -> [UInt8] {
        Array(elements(try tensor.storage(), as: UInt8.self).prefix(tensor.count * tensor.dtype.byteCount))
    }

    @Test("Headers that lie are refused before memory is taken")
    func headersThatLieAreRefusedBeforeMemoryIsTaken() throws {
        expectError(.file, "announces 4000000 bytes", "at most") {
            _ = try read(file(header("<f4", "(1000, 1000)"), [0]))
        }
        expectError(.file, "announces shape") { _ = try read(file(header("<f4", "(4611686018427387904, 16)"))) }
        expectError(.file, "announces shape") { _ = try read(file(header("<f4", "(0, 4611686018427387904, 16)"))) }
        expectError(.file, "more bytes than its header") { _ = try read(file(header("<f4", "(1,)"), [0, 0, 0, 0, 0])) }
        // Room in the file for the header, but not for the elements after it.
        expectError(.file, "cut off") { _ = try read(file(header("|u1", "(8,)"), [0, 0, 0, 0])) }
        for odd in [
            "", "{", "{}", "{'descr': '<f4'}\n", "[1]", header("<f4", "(-1,)"), header("<f4", "(1"),
            header("<f4", "(1;)"),
            header("<f4", "(99999999999999999999,)"),
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
            "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        ] {
            expectError(.file, "array.npy", "dictionary") { _ = try read(file(odd, [0, 0, 0, 0])) }
        }
        var newer = ArrayFixtures.scalar
        newer[6] = 9
        expectError(.file, "version 9") { _ = try read(newer) }
        expectError(.file, "not a .npy file") { _ = try read(Array("<html>no</html>".utf8)) }
    }

    @Test("A file cut anywhere is an error")
    func aFileCutAnywhereIsAnError() throws {
        for count in 0..<ArrayFixtures.columnMajor.count {
            expectError(.file, "array.npy") { _ = try read(Array(ArrayFixtures.columnMajor.prefix(count))) }
        }
        for count in 0..<ArrayFixtures.archive.count {
            let path = try folder.write(Array(ArrayFixtures.archive.prefix(count)), "cut.npz")
            expectError(.file, "cut.npz") { _ = try NumPy.read(npz: path) }
        }
    }

    @Test("A damaged byte is an error or harmless, never a crash")
    func aDamagedByteIsAnErrorOrHarmless() throws {
        for place in 0..<ArrayFixtures.archive.count {
            var damaged = ArrayFixtures.archive
            damaged[place] ^= UInt8(1 << (place % 8))
            let path = try folder.write(damaged, "damaged.npz")
            do {
                _ = try NumPy.read(npz: path)
            } catch let error as MyelinError { #expect(error.kind == .file) }
        }
    }

    @Test("A member that claims more than its packed bytes can hold is refused")
    func aMemberThatClaimsMoreThanItsPackedBytesCanHoldIsRefused() throws {
        // The sizes of the first member in the archive's directory, whose entries begin with PK 1 2.
        let entry = try #require(
            ArrayFixtures.archive.indices.first { ArrayFixtures.archive[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
        var lying = ArrayFixtures.archive
        for place in 24..<28 { lying[entry + place] = 0x7f }
        let path = try folder.write(lying, "lying.npz")
        expectError(.file, "lying.npz", "claims 2139062143 bytes") { _ = try NumPy.read(npz: path) }
    }

    @Test("Missing files, folders and members are named")
    func missingFiles() throws {
        expectError(.file, "none.npz", "no such file") { _ = try NumPy.read(npz: folder.path + "/none.npz") }
        expectError(.file, "none.npy", "No such file") { _ = try NumPy.read(npy: folder.path + "/none.npy") }
        let archive = try folder.write(ArrayFixtures.archive, "a.npz")
        expectError(.file, "no member x.npy", "a.npy, b.npy") { _ = try NumPy.read(npz: archive, array: "x") }
        expectError(.file, "none/a.npz", "cannot write") {
            try NumPy.write(["a": Tensor([Float(1)], shape: [1])], npz: folder.path + "/none/a.npz")
        }
        expectError(.argument, "no arrays") { try NumPy.write([:], npz: folder.path + "/empty.npz") }
    }

    @Test("A failed write leaves the old file")
    func aFailedWriteLeavesTheOldFile() throws {
        let path = try folder.write(ArrayFixtures.archive, "a.npz")
        expectError(.file, "stop") {
            try AtomicFile.replace(path) { temporary in
                _ = try folder.write([1], FileSystem.name(of: temporary))
                throw MyelinError(.file, "stop")
            }
        }
        #expect(try rawBytes(path) == ArrayFixtures.archive)
        #expect(try FileSystem.names(in: folder.path) == ["a.npz"])
    }

    @Test("What killed processes left beside a file is removed")
    func leftoversAreRemoved() throws {
        // No process has so large a number. libzip puts some letters behind.
        let left = [".a.npz.999999999.temporary", ".a.npz.999999999.temporary.x1y2z3"]
        let kept = [".a.npz.1.temporary.x1y2z3", ".a.npz.old.temporary", ".b.npz.999999999.temporary", "a.npz"]
        for name in left + kept { _ = try folder.write([1], name) }
        AtomicFile.removeLeftovers(of: folder.path + "/a.npz")
        #expect(try FileSystem.names(in: folder.path) == kept)
    }
}
