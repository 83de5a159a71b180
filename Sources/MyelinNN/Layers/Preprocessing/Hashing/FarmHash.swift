/// FarmHash's `Fingerprint64` (Pike 2014), by which TensorFlow puts texts into buckets.
///
/// It reads numbers as little-endian, on any machine; its values never change.
enum FarmHash {
    private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
    private static let k1: UInt64 = 0xb492_b66f_be98_f273
    private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f

    static func fingerprint(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        switch bytes.count {
        case 0...16: upTo16(bytes)
        case 17...32: upTo32(bytes)
        case 33...64: upTo64(bytes)
        default: long(bytes)
        }
    }

    static func fingerprint(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { fingerprint(UnsafeRawBufferPointer($0)) }
    }

    private static func fetch(_ s: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: s.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private static func fetch32(_ s: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(UInt32(littleEndian: s.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }

    private static func rotate(_ x: UInt64, _ count: UInt64) -> UInt64 { x >> count | x << (64 - count) }
    private static func mixed(_ x: UInt64) -> UInt64 { x ^ (x >> 47) }

    private static func joined(_ u: UInt64, _ v: UInt64, _ factor: UInt64) -> UInt64 {
        let a = mixed((u ^ v) &* factor)
        return mixed((v ^ a) &* factor) &* factor
    }

    private static func upTo16(_ s: UnsafeRawBufferPointer) -> UInt64 {
        let count = s.count
        let factor = k2 &+ UInt64(count) &* 2
        if count >= 8 {
            let a = fetch(s, 0) &+ k2, b = fetch(s, count - 8)
            return joined(rotate(b, 37) &* factor &+ a, (rotate(a, 25) &+ b) &* factor, factor)
        }
        if count >= 4 {
            return joined(UInt64(count) &+ fetch32(s, 0) << 3, fetch32(s, count - 4), factor)
        }
        guard count > 0 else { return k2 }
        let y = UInt32(s[0]) &+ UInt32(s[count >> 1]) << 8
        let z = UInt32(count) &+ UInt32(s[count - 1]) << 2
        return mixed(UInt64(y) &* k2 ^ UInt64(z) &* k0) &* k2
    }

    private static func upTo32(_ s: UnsafeRawBufferPointer) -> UInt64 {
        let count = s.count
        let factor = k2 &+ UInt64(count) &* 2
        let a = fetch(s, 0) &* k1, b = fetch(s, 8)
        let c = fetch(s, count - 8) &* factor, d = fetch(s, count - 16) &* k2
        return joined(rotate(a &+ b, 43) &+ rotate(c, 30) &+ d, a &+ rotate(b &+ k2, 18) &+ c, factor)
    }

    private static func upTo64(_ s: UnsafeRawBufferPointer) -> UInt64 {
        let count = s.count
        let factor = k2 &+ UInt64(count) &* 2
        let a = fetch(s, 0) &* k2, b = fetch(s, 8)
        let c = fetch(s, count - 8) &* factor, d = fetch(s, count - 16) &* k2
        let y = rotate(a &+ b, 43) &+ rotate(c, 30) &+ d
        let z = joined(y, a &+ rotate(b &+ k2, 18) &+ c, factor)
        let e = fetch(s, 16) &* factor, f = fetch(s, 24)
        let g = (y &+ fetch(s, count - 32)) &* factor, h = (z &+ fetch(s, count - 24)) &* factor
        return joined(rotate(e &+ f, 43) &+ rotate(g, 30) &+ h, e &+ rotate(f &+ a, 18) &+ g, factor)
    }

    /// The hash of 32 bytes with two seeds.
    private static func weak(_ s: UnsafeRawBufferPointer, _ place: Int, _ first: UInt64, _ second: UInt64) -> (
        UInt64, UInt64
    ) {
        let w = fetch(s, place), x = fetch(s, place + 8), y = fetch(s, place + 16), z = fetch(s, place + 24)
        var a = first &+ w
        var b = rotate(second &+ a &+ z, 21)
        let c = a
        a = a &+ x &+ y
        b = b &+ rotate(a, 44)
        return (a &+ z, b &+ c)
    }

    private static func long(_ s: UnsafeRawBufferPointer) -> UInt64 {
        var x: UInt64 = 81
        var y = x &* k1 &+ 113
        var z = mixed(y &* k2 &+ 113) &* k2
        var v: (UInt64, UInt64) = (0, 0), w: (UInt64, UInt64) = (0, 0)
        x = x &* k2 &+ fetch(s, 0)
        let end = (s.count - 1) / 64 * 64
        let last = end + (s.count - 1) % 64 - 63
        /// One round over 64 bytes; the last has factors of its own.
        func round(_ place: Int, _ factor: UInt64, _ scale: UInt64) {
            x = rotate(x &+ y &+ v.0 &+ fetch(s, place + 8), 37) &* factor
            y = rotate(y &+ v.1 &+ fetch(s, place + 48), 42) &* factor
            x ^= w.1 &* scale
            y = y &+ v.0 &* scale &+ fetch(s, place + 40)
            z = rotate(z &+ w.0, 33) &* factor
            v = weak(s, place, v.1 &* factor, x &+ w.0)
            w = weak(s, place + 32, z &+ w.1, y &+ fetch(s, place + 16))
            swap(&z, &x)
        }
        for place in stride(from: 0, to: end, by: 64) { round(place, k1, 1) }
        let factor = k1 &+ (z & 0xff) << 1
        w.0 = w.0 &+ UInt64((s.count - 1) % 64)
        v.0 = v.0 &+ w.0
        w.0 = w.0 &+ v.0
        round(last, factor, 9)
        return joined(
            joined(v.0, w.0, factor) &+ mixed(y) &* k0 &+ z, joined(v.1, w.1, factor) &+ x, factor)
    }

    /// One fingerprint of two, as TensorFlow crosses features.
    static func concatenated(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let factor: UInt64 = 0xc6a4_a793_5bd1_e995
        var result = first ^ factor
        result ^= mixed(second &* factor) &* factor
        result = result &* factor
        return mixed(mixed(result) &* factor)
    }
}
