import CVectorKernels

/// Numbers of one Philox stream in turn: the same for a seed and a stream number, whatever the machine or the thread.
package struct RandomStream {
    private let seed: UInt64
    private let stream: UInt64
    private var block: UInt64 = 0
    private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    private var used = 4

    package init(seed: UInt64, stream: UInt64 = 0) {
        self.seed = seed
        self.stream = stream
    }

    /// 32 random bits.
    package mutating func nextWord() -> UInt32 {
        if used == 4 {
            withUnsafeMutablePointer(to: &words) {
                $0.withMemoryRebound(to: UInt32.self, capacity: 4) { myelin_philox(seed, block, stream, $0) }
            }
            block += 1
            used = 0
        }
        used += 1
        switch used {
        case 1: return words.0
        case 2: return words.1
        case 3: return words.2
        default: return words.3
        }
    }

    /// A number from 0 to `bound - 1`, where the bound is below 2³². Each is equally likely up to `bound / 2³²`.
    package mutating func next(below bound: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(nextWord()) * UInt64(bound)) >> 32)
    }

    /// A number from [0, 1).
    package mutating func nextUniform() -> Float { Float(nextWord() >> 8) * 0x1p-24 }

    /// A number from [low, high).
    package mutating func nextUniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * nextUniform() }
}
