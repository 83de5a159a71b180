import MyelinData
import Testing

/// Against NumPy: `r = numpy.random.RandomState(seed); a = numpy.arange(count); r.shuffle(a)`.
@Suite struct MersenneTwisterTests {
    @Test("The order is NumPy's, also in a second call and beyond 624 numbers")
    func theOrderIsNumpys() {
        var generator = MersenneTwister(seed: 113)
        #expect(generator.shuffled(3) == [2, 0, 1])
        #expect(generator.shuffled(10) == [4, 3, 8, 7, 1, 0, 5, 6, 9, 2])
        generator = MersenneTwister(seed: 42)
        let thousand = generator.shuffled(1000)
        #expect(thousand.prefix(5) == [521, 737, 740, 660, 411] && thousand.suffix(5) == [106, 270, 860, 435, 102])
        #expect(generator.shuffled(0) == [] && generator.shuffled(1) == [0])
    }
}
