/// SipHash-2-4 (Aumasson and Bernstein 2012): a hash with a key, so that nobody who does not know it can find collisions.
enum SipHash {
    static func hash(_ text: String, key: (UInt64, UInt64)) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0), key: key) }
    }

    static func hash(_ bytes: UnsafeRawBufferPointer, key: (UInt64, UInt64)) -> UInt64 {
        var state = State(key)
        let whole = bytes.count / 8 * 8
        for place in stride(from: 0, to: whole, by: 8) {
            state.absorb(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        }
        // The last word: what is left, and the length in its highest byte.
        var last = UInt64(bytes.count & 0xff) << 56
        for place in whole..<bytes.count { last |= UInt64(bytes[place]) << (8 * UInt64(place - whole)) }
        state.absorb(last)
        return state.finished()
    }

    private struct State {
        private var v: (UInt64, UInt64, UInt64, UInt64)

        init(_ key: (UInt64, UInt64)) {
            // "somepseudorandomlygeneratedbytes"
            v = (
                key.0 ^ 0x736f_6d65_7073_6575, key.1 ^ 0x646f_7261_6e64_6f6d, key.0 ^ 0x6c79_6765_6e65_7261,
                key.1 ^ 0x7465_6462_7974_6573
            )
        }

        mutating func absorb(_ word: UInt64) {
            v.3 ^= word
            for _ in 0..<2 { round() }
            v.0 ^= word
        }

        mutating func finished() -> UInt64 {
            v.2 ^= 0xff
            for _ in 0..<4 { round() }
            return v.0 ^ v.1 ^ v.2 ^ v.3
        }

        private mutating func round() {
            func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 { x << count | x >> (64 - count) }
            v.0 = v.0 &+ v.1
            v.2 = v.2 &+ v.3
            v.1 = rotated(v.1, 13) ^ v.0
            v.3 = rotated(v.3, 16) ^ v.2
            v.0 = rotated(v.0, 32)
            v.2 = v.2 &+ v.1
            v.0 = v.0 &+ v.3
            v.1 = rotated(v.1, 17) ^ v.2
            v.3 = rotated(v.3, 21) ^ v.0
            v.2 = rotated(v.2, 32)
        }
    }
}
