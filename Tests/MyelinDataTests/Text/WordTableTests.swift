import MyelinData
import Testing

@Suite struct WordTableTests {
    @Test("Words get numbers in the order in which they come")
    func wordsGetNumbersInTheOrderInWhichTheyCome() {
        var table = WordTable()
        for round in 0..<2 {
            for number in 0..<20_000 { #expect(table.number(of: "word\(number)") == number, "round \(round)") }
        }
        #expect(table.count == 20_000 && table.word(0) == "word0" && table.word(12_345) == "word12345")
        #expect(table.number(of: "") == 20_000 && table.word(20_000) == "")
    }

    /// Against Keras 3: `text_to_word_sequence(text)`.
    @Test(
        "Texts are divided by Keras' rules",
        arguments: [
            ("Hello, World!", ["hello", "world"]),
            ("it's\tone_two-three\nÉTÉ", ["it's", "one", "two", "three", "été"]),
            ("  ", []), ("", []), ("a  b", ["a", "b"]), ("a\u{85}b c\u{a0}d e\rf", ["a\u{85}b", "c\u{a0}d", "e\rf"]),
            ("1/10 <br /><br />", ["1", "10", "br", "br"]),
        ])
    func textsAreDividedByKerasRules(_ text: String, _ words: [String]) {
        var table = WordTable()
        #expect(Words.numbers(in: Array(text.utf8), &table).map { table.word(Int($0)) } == words)
    }
}
