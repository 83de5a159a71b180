import Foundation
import MyelinCore
import MyelinFormats
import MyelinNN
import TestSupport
import Testing

/// Architectures that ask for what cannot be: each is an error before memory is taken, none a crash.
@Suite struct HostileArchitectureTests {
    private static func sequential(_ layers: String, input: String = "[null, 8, 8, 4]") -> String {
        #"""
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "InputLayer", "config": {"batch_shape": \#(input), "name": "i"}}, \#(layers)]}}
        """#
    }

    private static func layer(_ className: String, _ settings: String) -> String {
        #"{"class_name": "\#(className)", "config": {"name": "l", \#(settings)}}"#
    }

    private static func nested(_ depth: Int, _ open: String, _ inside: String, _ close: String) -> String {
        String(repeating: open, count: depth) + inside + String(repeating: close, count: depth)
    }

    private func make(_ json: String, budget: Int = 1 << 20) throws {
        try WeightBudget.$current.withValue(WeightBudget(byteCount: budget)) {
            _ = try ModelFiles.architecture(json: json.utf8, place: "config.json")
        }
    }

    /// The first call of a shared layer has no tensor, or a mask alone, and makes no weights; the second has one.
    @Test(arguments: ["[7]", #"[], "kwargs": {"mask": \#(tensor)}"#, "[[]]"])
    func aCallWithoutAnInput(_ arguments: String) throws {
        let call = #"{"args": \#(arguments.contains("kwargs") ? arguments : arguments + #", "kwargs": {}"#)}"#
        func text(output: Int) -> String {
            #"""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "i"}, "name": "i",
               "inbound_nodes": []},
              {"class_name": "Dense", "config": {"units": 3, "name": "l"}, "name": "l", "inbound_nodes": [
                \#(call), {"args": [\#(Self.tensor)], "kwargs": {}}]}],
              "input_layers": [["i", 0, 0]], "output_layers": [["l", \#(output), 0]]}}
            """#
        }
        #expect(errorText { try make(text(output: 0)) } == "l: expected an input, got none")
        #expect(errorText { try make(text(output: 1)) } == nil)
    }

    private static let tensor = #"""
        {"class_name": "__keras_tensor__",
         "config": {"shape": [null, 4], "dtype": "float32", "keras_history": ["i", 0, 0]}}
        """#

    @Test(arguments: [
        ("Dense", #""units": 1099511627776"#), ("Dense", #""units": 4611686018427387904"#), ("Dense", #""units": -1"#),
        ("Dense", #""units": 0"#), ("Dense", #""units": 1.5"#), ("Dense", #""units": NaN"#),
        ("Dense", #""units": [2]"#),
        ("Dense", #""units": 1048576"#), ("Dense", #""units": 9223372036854775807"#),
        ("Conv2D", #""filters": 2147483647, "kernel_size": [2147483647, 2147483647]"#),
        ("Conv2D", #""filters": 2, "kernel_size": [0, 1]"#), ("Conv2D", #""filters": 2, "kernel_size": -3"#),
        ("Conv2D", #""filters": 2, "kernel_size": 3, "strides": NaN"#),
        ("Conv2D", #""filters": 2, "kernel_size": 3, "strides": 0"#),
        ("Conv2D", #""filters": 2, "kernel_size": 3, "strides": -9223372036854775807"#),
        ("Conv2D", #""filters": 2, "kernel_size": 3, "dilation_rate": 9223372036854775807"#),
        ("Conv2D", #""filters": 2, "kernel_size": 3, "groups": 0"#),
        ("Conv2DTranspose", #""filters": 2, "kernel_size": 2147483647, "strides": 2147483647"#),
        ("Conv2DTranspose", #""filters": 2, "kernel_size": 3, "output_padding": -2147483647"#),
        ("MaxPooling2D", #""pool_size": 0"#), ("MaxPooling2D", #""pool_size": 2, "strides": -1"#),
        ("AveragePooling2D", #""pool_size": 9223372036854775807"#),
        ("UpSampling2D", #""size": [2147483647, 2147483647]"#), ("UpSampling2D", #""size": -2"#),
        ("ZeroPadding2D", #""padding": 9223372036854775807"#), ("ZeroPadding2D", #""padding": -9"#),
        ("Cropping2D", #""cropping": [[9223372036854775807, 1], [1, 1]]"#), ("Cropping2D", #""cropping": 4"#),
        ("Reshape", #""target_shape": [4611686018427387904, 4]"#), ("Reshape", #""target_shape": [-1, -1]"#),
        ("Reshape", #""target_shape": [0, -1]"#), ("Permute", #""dims": [1, 1, 9]"#),
        ("AdaptiveMaxPooling2D", #""output_size": 2147483647"#),
        ("Resizing", #""height": 2147483647, "width": 2147483647"#), ("Resizing", #""height": 0, "width": 1"#),
        ("Embedding", #""input_dim": 4611686018427387904, "output_dim": 9"#),
        ("GroupNormalization", #""groups": 0"#), ("GroupNormalization", #""groups": 9223372036854775807"#),
        ("MultiHeadAttention", #""num_heads": 1099511627776, "key_dim": 1099511627776"#),
        ("EinsumDense", #""equation": "abcd,de->abce", "output_shape": [8, 8, 1099511627776]"#),
        ("EinsumDense", #""equation": "a", "output_shape": []"#), ("Nonesuch", #""units": 1"#),
        ("CategoryEncoding", #""num_tokens": 4611686018427387904"#), ("Lambda", #""function": "x""#),
        ("Discretization", #""num_bins": 9223372036854775807, "bin_boundaries": null"#),
        ("BatchNormalization", #""axis": 9223372036854775807"#), ("LayerNormalization", #""axis": [-9, 4]"#),
        ("SpectralNormalization", #""power_iterations": 1, "layer": {"class_name": "Dense", "config": {"units": -1}}"#),
        (
            "SpectralNormalization",
            #""power_iterations": 1000000000, "layer": {"class_name": "Dense", "config": {"units": 1}}"#
        ),
        ("Dropout", #""rate": NaN"#), ("Dropout", #""rate": 2"#), ("MaxoutDense", #""units": 1"#),
    ])
    func isAnError(_ className: String, _ settings: String) {
        #expect(errorText { try make(Self.sequential(Self.layer(className, settings))) } != nil)
    }

    @Test(arguments: [
        ("LSTM", #""units": 1099511627776"#), ("GRU", #""units": -4"#), ("RepeatVector", #""n": 9223372036854775807"#),
        ("Conv1D", #""filters": 1099511627776, "kernel_size": 1"#),
        ("RNN", #""cell": [{"class_name": "RNN", "config": {}}]"#), ("Bidirectional", #""layer": null"#),
    ])
    func isAnErrorInSequences(_ className: String, _ settings: String) {
        let text = Self.layer(className, settings)
        #expect(
            errorText {
                try make(Self.sequential(text, input: className == "RepeatVector" ? "[null, 4]" : "[null, 3, 4]"))
            }
                != nil)
    }

    @Test(arguments: [
        "[null, 4611686018427387904, 4]", "[null, 1099511627776, 1099511627776]", "[null, -3]", "[null, 0]",
        "[null, NaN]",
        "[9223372036854775807, 9223372036854775807]", "3", "[]", #"["x"]"#,
    ])
    func inputsThatCannotBe(_ shape: String) {
        #expect(errorText { try make(Self.sequential(Self.layer("Dense", #""units": 2"#), input: shape)) } != nil)
    }

    @Test func weightsTogether() throws {
        // 1024 × 1024 numbers of 4 bytes each, and as many layers as a text of a few kilobytes may list.
        let dense = (0..<40).map { #"{"class_name": "Dense", "config": {"name": "d\#($0)", "units": 1024}}"# }
        let text = Self.sequential(dense.joined(separator: ","), input: "[null, 1024]")
        #expect(
            errorText { try make(text, budget: 64 << 20) }
                == "d15: kernel: a weight of shape (1024, 1024) does not fit in memory")
        #expect(errorText { try make(text, budget: 256 << 20) } == nil)
    }

    @Test func nestingWithoutEnd() throws {
        let sequentials = Self.nested(
            100, #"{"class_name": "Sequential", "config": {"name": "s", "layers": ["#, "", "]}}")
        #expect(errorText { try make(sequentials) }?.contains("nested") == true)
        let wrappers = Self.nested(
            100, #"{"class_name": "TimeDistributed", "config": {"name": "t", "layer": "#,
            Self.layer("Dense", #""units": 1"#), "}}")
        #expect(errorText { try make(Self.sequential(wrappers, input: "[null, 3, 4]")) }?.contains("nested") == true)
        #expect(
            errorText { try make(Self.nested(1_000_000, "[", "", "]")) }?.contains("nested deeper than 256") == true)
    }

    @Test func nodesThatWaitForEachOther() {
        func dense(_ name: String, of other: String) -> String {
            #"{"class_name": "Dense", "name": "\#(name)", "config": {"name": "\#(name)", "units": 1}, "inbound_nodes": [[["\#(other)", 0, 0, {}]]]}"#
        }
        let text = #"""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "name": "i", "config": {"batch_shape": [null, 2], "name": "i"}, "inbound_nodes": []},
              \#(dense("a", of: "b")), \#(dense("b", of: "a"))],
              "input_layers": [["i", 0, 0]], "output_layers": [["b", 0, 0]]}}
            """#
        #expect(errorText { try make(text) } == "config: m: the inputs of layer 'a' are never computed")
        #expect(
            errorText { try make(text.replacing(#"["a", 0, 0, {}]"#, with: #"["a", -1, 9223372036854775807, {}]"#)) }
                != nil)
    }

    /// A call of an embedding's way back with nothing to go back from.
    @Test(arguments: ["", "[]", "null", "1.5"])
    func aWayBackWithoutVectors(_ arguments: String) {
        let text = #"""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "name": "i", "config": {"batch_shape": [null, 2], "name": "i"}, "inbound_nodes": []},
              {"class_name": "ReversibleEmbedding", "name": "e", "config": {"name": "e", "input_dim": 5, "output_dim": 3},
               "inbound_nodes": [[["i", 0, 0, {}]], {"args": [\#(arguments)], "kwargs": {"reverse": true}}]}],
              "input_layers": [["i", 0, 0]], "output_layers": [["e", 1, 0]]}}
            """#
        #expect(errorText { try make(text) } == "e: expected an input, got none")
    }

    /// What Keras 2 gave a call besides tensors is not passed over.
    @Test func argumentsOfAnOldCall() {
        func model(_ arguments: String) -> String {
            #"""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "name": "i", "config": {"batch_shape": [null, 2], "name": "i"}, "inbound_nodes": []},
              {"class_name": "Dense", "name": "d", "config": {"name": "d", "units": 1}, "inbound_nodes": [[["i", 0, 0, \#(arguments)]]]}],
              "input_layers": [["i", 0, 0]], "output_layers": [["d", 0, 0]]}}
            """#
        }
        #expect(errorText { try make(model(#"{"training": true, "mask": null}"#)) } == nil)
        #expect(
            errorText { try make(model(#"{"scale": 2}"#)) }?.contains("Dense cannot be called with scale") == true)
    }

    /// The call of a network inside, which counts from 1.
    @Test(arguments: [Int.min, -1, 0, 2, Int.max])
    func aCallThatIsNot(_ call: Int) {
        func model(_ name: String, _ layer: String, _ end: String) -> String {
            #"""
            {"class_name": "Functional", "name": "\#(name)", "inbound_nodes": [[["i", 0, 0, {}]]], "config": {"name": "\#(name)", "layers": [
              {"class_name": "InputLayer", "name": "i", "config": {"batch_shape": [null, 2], "name": "i"}, "inbound_nodes": []},
              \#(layer)], "input_layers": [["i", 0, 0]], "output_layers": [["\#(end)]]}}
            """#
        }
        let dense =
            #"{"class_name": "Dense", "name": "d", "config": {"name": "d", "units": 1}, "inbound_nodes": [[["i", 0, 0, {}]]]}"#
        let text = model("outer", model("inner", dense, #"d", 0, 0"#), #"inner", \#(call), 0"#)
        #expect(
            errorText { try make(text) }
                == (call == 0
                    ? nil : "config: outer: output_layers: layer 'inner' has no call \(call)"))
    }

    /// A long chain is no error, nor is a long name; they must not cost more than they say.
    @Test func whatIsMerelyLarge() throws {
        let name = String(repeating: "n", count: 1 << 20)
        try make(Self.sequential(#"{"class_name": "Flatten", "config": {"name": "\#(name)"}}"#))
        let chain = (0..<2000).map { #"{"class_name": "Flatten", "config": {"name": "f\#($0)"}}"# }
        try make(Self.sequential(chain.joined(separator: ","), input: "[null, 2]"))
    }
}
