import MyelinCore

/// Numbers for words, in the order in which they come: a hash table over the words' UTF-8 bytes, because millions of words
/// would otherwise each be made a `String`.
package struct WordTable {
    /// All words, one after the other, and where each ends.
    private var letters: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Numbers of words by hash, -1 where there is none; a power of two, at most half full.
    private var slots = [Int32](repeating: -1, count: 1 << 12)

    package init() {}

    /// The number of words.
    package var count: Int { ends.count }

    package func word(_ number: Int) -> String {
        String(decoding: letters[(number == 0 ? 0 : ends[number - 1])..<ends[number]], as: UTF8.self)
    }

    /// The number of a word, a new one if it has none yet.
    package mutating func number(of word: UnsafeRawBufferPointer) -> Int32 {
        var hash: UInt32 = 2_166_136_261
        for letter in word { hash = (hash ^ UInt32(letter)) &* 16_777_619 }
        hash ^= hash >> 15
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let candidate = Int(slots[slot])
            if hashes[candidate] == hash, isEqual(candidate, word) { return Int32(candidate) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(count)
        letters.append(contentsOf: word)
        ends.append(letters.count)
        hashes.append(hash)
        if count * 2 > slots.count { grow() }
        return Int32(count - 1)
    }

    package mutating func number(of word: String) -> Int32 {
        var word = word
        return word.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
    }

    private func isEqual(_ number: Int, _ word: UnsafeRawBufferPointer) -> Bool {
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == word.count else { return false }
        return letters.withUnsafeBufferPointer { letters in
            for index in 0..<word.count where letters[start + index] != word[index] { return false }
            return true
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in hashes.indices {
            var slot = Int(hashes[number]) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }
}
