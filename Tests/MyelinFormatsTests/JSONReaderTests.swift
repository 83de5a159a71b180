import Foundation
import MyelinCore
import MyelinFormats
import MyelinNN
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> ConfigValue { try JSONReader.read(text.utf8, place: "config.json") }

    @Test func everyKindOfValue() throws {
        let text = #" {"a": [1, -2.5, 1e3, 1.0, true, false, null], "b": {"": "x\n\"\u00e4\ud83d\ude00ß"}, "c": []} "#
        #expect(
            try read(text)
                == [
                    "a": [.int(1), .double(-2.5), .double(1000), .double(1), true, false, nil],
                    "b": ["": .string("x\n\"ä😀ß")], "c": [],
                ])
        #expect(try read("9223372036854775807") == .int(.max))
        #expect(try read("1e300") == .double(1e300))
    }

    /// Fields stay in their order, and numbers what they were: json.dumps(json.loads(text), separators=(",", ":")) == text.
    @Test func whatIsReadIsWrittenAgain() throws {
        let text = #"{"z":1,"a":1.0,"m":{"2":[1.5,-3.0,0],"1":null}}"#
        #expect(String(decoding: try read(text).json(), as: UTF8.self) == text)
        #expect(try read(text) == read(#"{"m":{"1":null,"2":[1.5,-3.0,0]},"a":1.0,"z":1}"#))
        #expect(try read("1.0") != read("1"))
    }

    /// json.dumps([float("nan"), float("inf"), -float("inf")])
    @Test func numbersThatPythonWrites() throws {
        guard case .array(let values) = try read("[NaN, Infinity, -Infinity]"), case .double(let first) = values[0]
        else {
            Issue.record("expected a list of numbers")
            return
        }
        #expect(first.isNaN && values[1] == .double(.infinity) && values[2] == .double(-.infinity))
    }

    @Test(arguments: [
        ("", "ends early"), ("{", "expected a key"), ("[1", "expected a comma or the list's end"),
        (#"{"a" 1}"#, "expected a colon"), (#"{"a": 1, "a": 2}"#, "key “a” is there twice"),
        ("[1,]", "expected a value"),
        ("\"a", "a text without end"), (#""\x""#, "an unknown escape"),
        (#""\u12""#, "expected four hexadecimal digits"),
        ("1 2", "expected nothing more"), ("nul", "expected a value"), ("1.", "expected a value"),
        ("-", "expected a value"),
        ("\"\n\"", "a control character in a text"), (String(repeating: "[", count: 300), "nested deeper than 256"),
    ])
    func damageIsNamed(_ text: String, _ words: String) {
        let problem = errorText { try read(text) }
        #expect(problem?.hasPrefix("config.json: is no JSON: byte ") == true)
        #expect(problem?.hasSuffix(words) == true, "\(problem ?? "nothing")")
    }

    @Test func bytesThatAreNoText() {
        #expect(
            errorText { try JSONReader.read([0x22, 0xFF, 0xFF, 0x22], place: "x") }
                == "x: is no JSON: byte 4: text is not UTF-8")
    }
}
