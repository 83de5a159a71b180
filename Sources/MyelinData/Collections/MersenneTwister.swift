/// The generator MT19937 as NumPy's `RandomState` uses it (Matsumoto, Nishimura 1998), for the one purpose of putting data
/// into the order that Keras puts it into.
package struct MersenneTwister {
    private var state: [UInt32]
    private var next = 624

    package init(seed: UInt32) {
        state = [seed]
        for index in 1..<624 {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
        }
    }

    private mutating func word() -> UInt32 {
        if next == 624 {
            for index in 0..<624 {
                let bits = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7fff_ffff
                state[index] = state[(index + 397) % 624] ^ bits >> 1 ^ (bits & 1 == 0 ? 0 : 0x9908_b0df)
            }
            next = 0
        }
        var bits = state[next]
        next += 1
        bits ^= bits >> 11
        bits ^= bits << 7 & 0x9d2c_5680
        bits ^= bits << 15 & 0xefc6_0000
        return bits ^ bits >> 18
    }

    /// What `shuffle(numpy.arange(count))` of NumPy's `RandomState` gives next.
    package mutating func shuffled(_ count: Int) -> [Int] {
        var places = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let mask = UInt32.max >> UInt32(last).leadingZeroBitCount
            var other = word() & mask
            while other > last { other = word() & mask }
            places.swapAt(last, Int(other))
        }
        return places
    }
}
