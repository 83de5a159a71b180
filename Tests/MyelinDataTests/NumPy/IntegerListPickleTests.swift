import MyelinCore
import MyelinData
import Testing

@Suite struct IntegerListPickleTests {
    private let folder = TemporaryFolder()

    /// Reads a pickle as the member `x` of an archive whose header announces so many lists.
    private func read(_ pickle: [UInt8], count: Int = 1) throws -> [[Int32]] {
        let header = Array("{'descr': '|O', 'fortran_order': False, 'shape': (\(count),), }\n".utf8)
        let member = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header + pickle
        let path = try folder.path("lists.npz")
        try Zip.write([Zip.NewMember("x.npy", member)], to: path)
        return try NumPy.readIntegerLists(npz: path, array: "x")
    }

    @Test("Lists pickled by every protocol", arguments: 0...5)
    func listsPickledByEveryProtocol(_ version: Int) throws {
        #expect(try read(PickleFixtures.protocols[version], count: 3) == [[1, 2, 300], [70000, -5], []])
    }

    @Test("The module's old name")
    func theModulesOldName() throws {
        #expect(try read(PickleFixtures.oldModule, count: 3) == [[1, 2, 300], [70000, -5], []])
    }

    @Test("Anything but lists of integers is refused by name")
    func anythingButListsOfIntegersIsRefusedByName() throws {
        expectError(.file, "lists.npz: x.npy", "posix.system", "nothing is run") {
            _ = try read(PickleFixtures.command)
        }
        expectError(.file, "float") { _ = try read(PickleFixtures.floats) }
        expectError(.file, "dictionary") { _ = try read(PickleFixtures.dictionary) }
        expectError(.file, "beyond 32 bits") { _ = try read(PickleFixtures.largeInteger) }
        expectError(.file, "something else in a list") { _ = try read(PickleFixtures.texts) }
        expectError(.file, "lists of lists") { _ = try read(PickleFixtures.nested) }
        expectError(.file, "announces 4 lists, got 3") { _ = try read(PickleFixtures.protocols[4], count: 4) }
        for (pickle, words) in [
            ("cbuiltins\neval\n(S'1'\ntR.", "builtins.eval"), ("(ios\nsystem\n.", "os.system"),
            ("cnumpy\nload\n.", "numpy.load"), ("cnumpy\nndarray\n)R.", "numpy.ndarray"),
            ("\u{80}\u{7f}.", "protocol 127"), ("P1\n.", "outside"), ("?.", "instruction 0x3f"), (".", "not an array"),
            ("]K\u{1}a.", "not an array"),
        ] {
            expectError(.file, words) { _ = try read(pickle.unicodeScalars.map { UInt8($0.value) }) }
        }
    }

    @Test("Data that make no sense are an error")
    func dataThatMakeNoSenseAreAnError() throws {
        let odd: [[UInt8]] = [
            [0x68, 5, 0x2e],  // a memo that was never written
            [0x94, 0x2e], [0x30, 0x2e], [0x31, 0x2e], [0x65, 0x2e], [0x74, 0x2e], [0x52, 0x2e], [0x62, 0x2e],
            [0x93, 0x2e],
            // What is below a mark is out of reach.
            [0x28, 0x52, 0x2e], [0x28, 0x28, 0x61, 0x2e], [0x5d, 0x28, 0x61, 0x2e],
            [0x8d] + [UInt8](repeating: 0xff, count: 8),  // a text of 2⁶⁴ bytes
            [0x58, 0xff, 0xff, 0xff, 0x7f], [0x8a, 0xff], [0x49, 0x0a, 0x2e], [0x67, 0x78, 0x0a],
            [0x5d, 0x32, 0x61, 0x2e],  // a list in itself
            [0x53, 0x0a, 0x2e],
        ]
        for pickle in odd {
            expectError(.file, "here: ") { _ = try IntegerListPickle.read(pickle, place: "here") }
        }
    }

    @Test("Deep nesting does not run out of stack")
    func deepNestingDoesNotRunOutOfStack() throws {
        let depth = 300_000
        expectError(.file) { _ = try read([0x29] + [UInt8](repeating: 0x85, count: depth) + [0x2e]) }
        expectError(.file) {
            _ = try read([UInt8](repeating: 0x5d, count: depth) + [UInt8](repeating: 0x61, count: depth))
        }
        expectError(.file) { _ = try read([UInt8](repeating: 0x28, count: depth)) }
    }

    @Test("A pickle cut anywhere is an error, and a damaged byte never a crash", arguments: 0...5)
    func aPickleCutAnywhereIsAnError(_ version: Int) throws {
        let pickle = PickleFixtures.protocols[version]
        for count in 0..<pickle.count {
            expectError(.file, "here: ") { _ = try IntegerListPickle.read(Array(pickle.prefix(count)), place: "here") }
        }
        for place in pickle.indices {
            for change in [0x01, 0x08, 0x80, 0xff] as [UInt8] {
                var damaged = pickle
                damaged[place] ^= change
                do {
                    _ = try IntegerListPickle.read(damaged, place: "here")
                } catch let error as MyelinError { #expect(error.kind == .file) }
            }
        }
    }
}
