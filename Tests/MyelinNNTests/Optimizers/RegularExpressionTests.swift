import MyelinCore
import MyelinNN
import TestSupport
import Testing

struct RegularExpressionTests {
    private static let texts = [
        "", "b", "aab", "m/embedding/e", "dense_1/kernel", "dense/kernel/x", "a/kernel", "ababcd", "aaaa", "x{y",
        "12_z",
        "-x", "]b", "a.b", "a1",
    ]

    /// Python: `re.search(pattern, text)` and `re.fullmatch(pattern, text)` for each text.
    @Test(arguments: [
        ("a*b", "011100010000110", "011000000000000"),
        (".*embedding.*", "000100000000000", "000100000000000"),
        ("dense(_1)?/kernel", "000011000000000", "000010000000000"),
        ("[^/]+/kernel$", "000010100000000", "000010100000000"),
        ("^a|b$", "011000111000111", "010000000000000"),
        ("(?:ab|c)+d", "000000010000000", "000000010000000"),
        ("a{2,3}", "001000001000000", "000000000000000"),
        ("a{2}b", "001000000000000", "001000000000000"),
        ("a{,2}b", "011100010000110", "011000000000000"),
        ("x{y", "000000000100000", "000000000100000"),
        ("\\d+_\\w", "000000000010000", "000000000010000"),
        ("[a-c-]x", "000000000001000", "000000000001000"),
        ("[]a]b", "001000010000100", "000000000000100"),
        ("a\\.b", "000000000000010", "000000000000010"),
        ("", "111111111111111", "100000000000000"),
        ("a|", "111111111111111", "100000000000000"),
        ("(a*)*b", "011100010000110", "011000000000000"),
        ("a??b", "011100010000110", "010000000000000"),
        ("[\\d_]+", "000010000010001", "000000000000000"),
        ("\\D\\S", "001111111111111", "000000000001101"),
    ])
    func matchesAsPython(_ pattern: String, _ found: String, _ whole: String) throws {
        let expression = try RegularExpression(pattern)
        #expect(Self.texts.map { expression.isFound(in: $0) ? "1" : "0" }.joined() == found)
        #expect(Self.texts.map { expression.matchesWhole($0) ? "1" : "0" }.joined() == whole)
    }

    @Test(arguments: [
        ("(a", "a bracket that does not close"), ("a)", "a bracket closes that never opened"),
        ("*a", "nothing to repeat"),
        ("[a", "a class that does not end"), ("[z-a]", "a range that is none"), ("a{3,2}", "a repetition that is none"),
        ("a**", "repeats a repetition"), ("(?=a)", "a kind of group that is not known here"),
        (#"(a)\1"#, "an escape that is not known here"), (#"a\"#, "ends with a backslash"),
        ("((a{999}){999}){999}", "repeats too much"), (String(repeating: "(", count: 99), "nested deeper than 50"),
        (String(repeating: "a", count: 1001), "longer than 1000 characters"),
    ])
    func whatItDoesNotTakeIsNamed(_ pattern: String, _ words: String) {
        #expect(errorText { try RegularExpression(pattern) }?.hasPrefix(words + ", at character ") == true)
    }

    /// Patterns that keep a matcher busy that goes back: it would take longer than the universe is old.
    @Test(arguments: [
        "(a*)*b", "(a|a)*b", "(a|aa)+$b", "a*a*a*a*a*a*a*a*b", "(.*){9}x", "(){999999999}b", "((a?){9}){9}b",
    ])
    func hostilePatternsTakeNoTime(_ pattern: String) throws {
        let path = String(repeating: "a", count: 200)
        #expect(try !RegularExpression(pattern).isFound(in: path))
    }
}
