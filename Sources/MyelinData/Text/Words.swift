/// The words of a text by the rules of Keras' `Tokenizer`: lower case, punctuation but the apostrophe is blank, and what
/// stands between blanks is a word.
package enum Words {
    /// Keras' `filters` and the blank.
    private static let isSeparator: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for character in "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n ".utf8 { table[Int(character)] = true }
        return table
    }()

    /// The numbers of a text's words in a table, which gets the new ones.
    package static func numbers(in text: [UInt8], _ table: inout WordTable) -> [Int32] {
        var text = text
        if text.contains(where: { $0 >= 0x80 }) {
            text = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        } else {
            for index in text.indices where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[index]) {
                text[index] |= 0x20
            }
        }
        var numbers: [Int32] = []
        numbers.reserveCapacity(text.count / 5)
        text.withUnsafeBytes { bytes in
            isSeparator.withUnsafeBufferPointer { isSeparator in
                var start = 0
                for index in 0...bytes.count where index == bytes.count || isSeparator[Int(bytes[index])] {
                    if index > start {
                        numbers.append(table.number(of: UnsafeRawBufferPointer(rebasing: bytes[start..<index])))
                    }
                    start = index + 1
                }
            }
        }
        return numbers
    }
}
