import MyelinCore
import MyelinData
import MyelinFormats
import TestSupport
import Testing

/// Files that h5py has made, see Fuzz/make_corpus.py.
@Suite struct HDF5ReadingTests {
    private func read(_ name: String) throws -> HDF5Group { try HDF5.read(corpusPath("h5/\(name).h5")) }

    /// The second has headers of the newer version.
    @Test(arguments: ["weights", "tracked"])
    func weights(_ name: String) throws {
        let root = try read(name)
        #expect(root.datasetPaths.sorted() == ["layers/dense/vars/0", "layers/dense/vars/1", "optimizer/vars/0"])
        let kernel = try root.dataset("layers/dense/vars/0")
        #expect(kernel.shape == [2, 3] && kernel.dtype == .float32 && kernel.elementType == "float32")
        #expect(try kernel.tensor().scalars() == [0, 0.25, 0.5, 0.75, 1, 1.25])
        #expect(try root.dataset("layers/dense/vars/1").tensor().scalars() == [1, -2, 0.5])
        #expect(try root.dataset("optimizer/vars/0").tensor().scalar(Int64.self) == 7)
        #expect(try root.group("layers/dense/vars").attributes == ["name": .string("dense")])
    }

    @Test func wholeModelsOfKeras2() throws {
        let root = try read("legacy")
        #expect(root.attributes["model_config"]?.string == #"{"class_name": "Sequential"}"#)
        #expect(root.attributes["keras_version"] == .string("2.4.0"))
        let weights = try root.group("model_weights")
        #expect(weights.attributes["layer_names"]?.strings == ["dense", "dropout_1"])
        let names = try weights.group("dense").attributes["weight_names"]?.strings
        #expect(names == ["dense/kernel:0", "dense/bias:0"])
        #expect(try weights.group("dropout_1").attributes["weight_names"]?.strings == [])
        #expect(try weights.dataset("dense/dense/kernel:0").tensor().scalars() == [1, 1, 1, 1])
    }

    @Test func elementTypes() throws {
        let root = try read("types")
        let wanted: [(name: String, dtype: DType)] = [
            ("int8", .int32), ("int16", .int32), ("int32", .int32), ("int64", .int64), ("float16", .float32),
            ("float32", .float32), ("float64", .float64), ("big", .float32),
        ]
        for (name, dtype) in wanted {
            let values = try root.dataset(name).tensor()
            #expect(values.dtype == dtype, "\(name)")
            #expect(try values.scalars(Double.self) == [-3, 0, 5], "\(name)")
        }
        for name in ["uint8", "uint16", "uint32", "uint64"] {
            #expect(try root.dataset(name).tensor().scalars(Double.self) == [0, 5, 200], "\(name)")
        }
        #expect(try root.dataset("bool").tensor().scalars(Bool.self) == [true, false, true])
        #expect(try root.dataset("bfloat16").elementType == "bfloat16")
        #expect(try root.dataset("bfloat16").tensor().scalars() == [1.5, -2, 0])
        #expect(try root.dataset("scalar").tensor().scalar() == 2.5)
        #expect(try root.dataset("empty").tensor().shape == [0, 4])
        #expect(try root.dataset("fixed").dtype == nil)
        #expect(try root.dataset("fixed").strings() == ["ab", "c"])
        let text = errorText { try root.dataset("fixed").tensor() }
        #expect(text?.hasSuffix("types.h5: fixed: its elements are string, expected numbers") == true)
    }

    @Test func attributes() throws {
        #expect(
            try read("attributes").attributes == [
                "texts": .strings(["ä", "", "xyz"]), "fixed": .strings(["ab", "c"]), "whole": .integer(3),
                "number": .number(2.5), "truth": .boolean(true), "numbers": .integers([0, 1, 2, 3]), "none": .empty,
                "complex": .other("compound"),
            ])
    }

    @Test func chunks() throws {
        let root = try read("chunked")
        for name in ["gzip", "all", "plain"] {
            #expect(try root.dataset(name).tensor(expecting: [5, 7]).scalars() == (0..<35).map(Float.init), "\(name)")
        }
        // Only the first chunk was written, and only one element of it.
        let part = try root.dataset("part").tensor().scalars(Int32.self)
        #expect(part == [9] + [Int32](repeating: -1, count: 15))
    }

    @Test func newerHeaders() throws {
        #expect(try read("latest").dataset("x").tensor().scalars() == [0, 1, 2])
    }

    /// What is refused, and the words that say so.
    private static let refused: [(name: String, words: String)] = [
        ("soft", "refused-soft.h5: g: member “soft” is a soft link, which is refused"),
        ("external", "refused-external.h5: g: member “external” is an external link, which is refused"),
        ("external-new", "g: member “external” is an external link, which is refused"),
        ("storage", "refused-storage.h5: x: its elements are in another file (external storage), which is refused"),
        ("virtual", "refused-virtual.h5: x: is a virtual data set, which is refused"),
        ("filter", "x: is packed by filter 32000, expected gzip (1), shuffle (2) or fletcher32 (3)"),
        ("loop", "a/b/c: a link back to a group around it: the file is nested without end"),
        ("repeated", "damaged: the file's structure refers to the same bytes over and over"),
        ("unwritten", "x: claims shape (1099511627776,), which is 4398046511104 bytes, from 0 packed ones"),
        ("shape", "a shape larger than any memory, (0, 1125899906842624)"),
        ("compound", "x: its elements are compound, expected numbers"),
    ]

    @Test(arguments: refused.map(\.name), refused.map(\.words))
    func whatReachesOutOrHasNoEndIsRefused(_ name: String, _ words: String) throws {
        guard Self.refused.contains(where: { $0.name == name && $0.words == words }) else { return }
        let text = errorText { try read("refused-" + name).dataset("x").tensor() }
        #expect(text?.hasSuffix(words) == true, "\(text ?? "nothing")")
    }

    @Test func moreElementsThanExpectedAreRefused() throws {
        let path = corpusPath("h5/weights.h5")
        #expect(try HDF5.read(path, elementLimit: 10).datasetPaths.count == 3)
        #expect(
            errorText { try HDF5.read(path, elementLimit: 9) }?
                .contains("optimizer/vars/0: claims shape (), which makes more than the 9 elements expected") == true)
        let text = errorText { try read("weights").dataset("layers/dense/vars/0").tensor(expecting: [3, 2]) }
        #expect(text?.hasSuffix("layers/dense/vars/0: expected shape (3, 2), got (2, 3)") == true)
    }

    @Test func otherFilesAreNamed() throws {
        try withFolder { folder in
            let path = folder + "/x.h5"
            try AtomicFile.write([], to: path)
            #expect(errorText { try HDF5.read(path) } == "\(path): not an HDF5 file")
            #expect(errorText { try HDF5.read(path + "5") }?.contains("No such file") == true)
            #expect(errorText { try HDF5.read(folder) } == "\(folder): expected a file, got a folder")
        }
    }
}
