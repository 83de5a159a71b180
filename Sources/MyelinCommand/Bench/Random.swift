import Myelin

/// Numbers to time networks with; the same every time.
enum Random {
    static func uniform(_ shape: Shape) -> Tensor {
        var generator = Generator()
        return Tensor((0..<shape.count).map { _ in Float(generator.next() >> 40) * 0x1p-24 }, shape: shape)
    }

    static func labels(_ count: Int, below limit: Int) -> Tensor {
        var generator = Generator()
        return Tensor((0..<count).map { _ in Int32(generator.next() >> 33) % Int32(limit) })
    }

    /// Knuth's linear congruential generator (MMIX); its upper bits are good enough.
    private struct Generator {
        private var state: UInt64 = 1
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }
}
