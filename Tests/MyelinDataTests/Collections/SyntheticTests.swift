import MyelinCore
import MyelinData
import Testing

@Suite struct SyntheticDigitsTests {
    @Test("An image depends on the seed and its number alone")
    func anImageDependsOnTheSeedAndItsNumberAlone() throws {
        let many = try SyntheticDigits.samples(count: 300, seed: 7)
        let few = try SyntheticDigits.samples(count: 10, seed: 7, first: 100)
        #expect(many.x.shape == [300, 28, 28] && many.y.shape == [300])
        let pixels = try many.x.scalars(UInt8.self)
        #expect(try few.x.scalars(UInt8.self) == Array(pixels[(100 * 784)..<(110 * 784)]))
        #expect(try few.y.scalars(UInt8.self) == Array(many.y.scalars(UInt8.self)[100..<110]))
        #expect(try SyntheticDigits.samples(count: 10, seed: 8).x.scalars(UInt8.self) != Array(pixels.prefix(7840)))
    }

    @Test("All digits come, each with ink on dark paper")
    func allDigitsCome() throws {
        let digits = try SyntheticDigits.samples(count: 2000, seed: 1)
        let labels = try digits.y.scalars(UInt8.self)
        for digit in 0..<10 { #expect((150...250).contains(labels.filter { $0 == digit }.count)) }
        let pixels = try digits.x.scalars(UInt8.self)
        for image in 0..<2000 {
            let ink = pixels[(image * 784)..<(image * 784 + 784)].filter { $0 > 100 }.count
            #expect((10...400).contains(ink), "image \(image)")
        }
    }

    @Test("Training and test digits have nothing in common")
    func trainingAndTestDigitsHaveNothingInCommon() throws {
        let digits = try Datasets.syntheticDigits(train: 50, test: 20, seed: 2)
        #expect(digits.train.x.shape == [50, 28, 28] && digits.test.y.shape == [20])
        #expect(
            try digits.train.x.scalars(UInt8.self) + digits.test.x.scalars(UInt8.self)
                == SyntheticDigits.samples(count: 70, seed: 2).x.scalars(UInt8.self))
        expectError(.argument, "at least 1", "got 0") { _ = try SyntheticDigits.samples(count: 0) }
    }
}

@Suite struct SyntheticTabularTests {
    @Test("Two classes of about the same size, the same for a seed")
    func twoClassesOfAboutTheSameSize() throws {
        let (x, y) = try SyntheticTabular.binary(features: 30, count: 4000, seed: 1)
        #expect(x.shape == [4000, 30] && y.shape == [4000])
        let ones = try y.scalars(UInt8.self).reduce(0) { $0 + Int($1) }
        #expect((1600...2400).contains(ones))
        let again = try SyntheticTabular.binary(features: 30, count: 4000, seed: 1)
        #expect(try again.x.scalars(Float.self) == x.scalars(Float.self))
        #expect(try again.y.scalars(UInt8.self) == y.scalars(UInt8.self))
    }

    @Test("Numbers to predict are about normal")
    func numbersToPredictAreAboutNormal() throws {
        let (x, y) = try SyntheticTabular.regression(features: 19, count: 4000, seed: 1)
        #expect(x.shape == [4000, 19] && y.shape == [4000, 1])
        let targets = try y.scalars(Float.self)
        let mean = targets.reduce(0, +) / 4000
        let deviation = (targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
        #expect(abs(mean) < 0.3 && (0.7...1.4).contains(deviation))
        expectError(.argument, "got 0 and 5") { _ = try SyntheticTabular.regression(features: 0, count: 5, seed: 1) }
    }
}
