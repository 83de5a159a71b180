import Foundation
import MyelinCore
import MyelinData
import MyelinFormats
import TestSupport
import Testing

@Suite struct SafetensorsTests {
    /// A file that the format's own library has made, see Fuzz/make_corpus.py.
    @Test func elementTypes() throws {
        let path = corpusPath("safetensors/types.safetensors")
        let tensors = Dictionary(uniqueKeysWithValues: try Safetensors.read(path).map { ($0.name, $0.tensor) })
        #expect(tensors.count == 11)
        #expect(tensors["kernel"]?.shape == [2, 3] && tensors["kernel"]?.dtype == .float32)
        #expect(try tensors["kernel"]?.scalars() == [0, 1, 2, 3, 4, 5])
        #expect(try tensors["step"]?.shape == [] && tensors["step"]?.scalar(Int64.self) == 7)
        #expect(tensors["empty"]?.shape == [0, 4])
        let wanted: [(String, DType)] = [
            ("int8", .int32), ("int16", .int32), ("int32", .int32), ("uint8", .uint8), ("float16", .float32),
            ("float64", .float64),
        ]
        for (name, dtype) in wanted {
            #expect(tensors[name]?.dtype == dtype, "\(name)")
            #expect(try tensors[name]?.scalars(Double.self) == [0, 5, 3], "\(name)")
        }
        #expect(try tensors["bfloat16"]?.scalars() == [1.5, -2])
        #expect(try tensors["bool"]?.scalars(Bool.self) == [true, false])
        #expect(try Safetensors.metadata(path) == ["format": "np"])
    }

    /// Byte by byte what safetensors.numpy.save({"a/b": np.array([1, 2], "float32")}) gives.
    @Test func theFormIsTheLibrarys() throws {
        try withFolder { folder in
            let path = folder + "/one.safetensors"
            try Safetensors.write([("a/b", Tensor([1, 2] as [Float]))], to: path, metadata: [:])
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let header = #"{"a/b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
            #expect(bytes == [56, 0, 0, 0, 0, 0, 0, 0] + header.utf8 + [0, 0, 128, 63, 0, 0, 0, 64])
        }
    }

    @Test func tensorsComeBack() throws {
        try withFolder { folder in
            let path = folder + "/x.safetensors"
            let tensors: [(name: String, tensor: Tensor)] = [
                ("b", Tensor([true, false, true])), ("ä \"x\"", Tensor([1.5, -2] as [Double], shape: [2, 1])),
                ("layers/dense/vars/0", Tensor([1, 2, 3] as [Float])), ("n", Tensor([7] as [Int32], shape: [])),
                ("u", Tensor([1, 255] as [UInt8])), ("i", Tensor([-1] as [Int64])),
            ]
            try Safetensors.write(tensors, to: path)
            let read = try Safetensors.read(path)
            // Large elements first.
            #expect(read.map(\.name) == ["i", "ä \"x\"", "layers/dense/vars/0", "n", "b", "u"])
            for (name, tensor) in read {
                let original = tensors.first { $0.name == name }!.tensor
                #expect(tensor.dtype == original.dtype && tensor.shape == original.shape)
                #expect(try tensor.scalars(Double.self) == original.scalars(Double.self))
            }
            #expect(try Safetensors.metadata(path) == ["format": "np"])
            #expect(
                errorText { try Safetensors.write([("a", Tensor([1])), ("a", Tensor([2]))], to: path) }?
                    .contains("“a” is there twice") == true)
        }
    }

    @Test(arguments: [
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4,
            "a: damaged: F32 of shape (2,) in bytes 0 to 4"
        ),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "a: damaged: begins at byte"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#,
            4,
            "b: damaged: begins at byte"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8,
            "damaged: more bytes than its header announces"
        ),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "cut off: expected"),
        (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0, "a: damaged: F32 of shape"),
        (
            #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4,
            "a: damaged: expected dtype, shape and data_offsets"
        ),
        (
            #"{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, 4,
            "a: dtype F8_E4M3, expected one of BF16, BOOL"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4,
            "a: damaged: F32 of shape (1,) in bytes 4 to 0"
        ),
        (#"[1]"#, 0, "its header is no JSON object"),
        (#"{"a":"#, 0, "its header: is no JSON"),
        (#"{"__metadata__":{"format":1}}"#, 0, "__metadata__: damaged: expected texts"),
    ])
    func damageIsNamed(_ header: String, _ count: Int, _ words: String) {
        let length = header.utf8.count
        let bytes =
            (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
            + [UInt8](repeating: 0, count: count)
        let text = errorText { try Safetensors.read(Storage(bytes), place: "x.safetensors") }
        #expect(text?.contains(words) == true, "\(text ?? "nothing")")
        #expect(text?.hasPrefix("x.safetensors: ") == true)
    }
}
