/// A stream of keys and counters for random operations, as state that lasts: the same seed gives the same stream.
public final class SeedGenerator {
    /// What the stream depends on.
    public let key: Variable
    /// How many draws there have been.
    public let counter: Variable

    /// - Parameters:
    ///   - seed: what all its numbers depend on.
    ///   - name: how messages call it.
    public init(seed: Int, name: String = "seed_generator") {
        key = Variable(constant: 0, .int64, name: name + "/key")
        counter = Variable(constant: 0, .int64, name: name + "/counter")
        self.seed(seed)
    }

    /// Begins the stream that belongs to a seed.
    public func seed(_ seed: Int) {
        key.willChange()
        key.storage.bytes.storeBytes(of: Int64(seed), as: Int64.self)
        counter.setZero()
    }
}

/// A seed for one of several streams that come from one seed: distinct streams for distinct numbers.
package func derivedSeed(_ seed: Int, _ stream: Int) -> Int {
    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    var z = UInt64(bitPattern: Int64(seed)) &+ UInt64(bitPattern: Int64(stream)) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(Int64(bitPattern: z ^ (z >> 31)) >> 1)
}
