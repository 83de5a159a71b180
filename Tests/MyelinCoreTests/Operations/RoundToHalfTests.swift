import MyelinCore
import Testing

@Suite struct RoundToHalfTests {
    /// Against Swift's Float16, where numbers end, turn subnormal, or lie halfway.
    @Test func float16IsRoundedAsSwiftRoundsIt() throws {
        var numbers: [Float] = [0, -0.0, .infinity, -.infinity, 65504, 65519.99, 65520, -65520, 1e30, 1e-30]
        numbers += [0x1p-14, 0x1.ffcp-15, 0x1p-24, 0x1p-25, 0x1.8p-24, 0x1.000002p-25, 1 + 0x1p-11, 1 + 0x1.8p-10]
        for exponent in -30...17 {
            for step in 0..<64 {
                numbers.append(
                    Float(
                        sign: step % 2 == 0 ? .plus : .minus, exponent: exponent,
                        significand: 1 + Float(step) * 0x1.06p-6))
            }
        }
        let rounded = try Tensor(numbers).rounded(to: .float16).scalars(Float.self)
        #expect(rounded.map(\.bitPattern) == numbers.map { Float(Float16($0)).bitPattern })
        #expect(try Tensor([Float.nan]).rounded(to: .float16).scalars(Float.self)[0].isNaN)
    }

    @Test func bfloat16KeepsTheUpperBits() throws {
        // A half way between two numbers goes to the even one; the largest numbers round to infinity.
        let numbers: [Float] = [1 + 0x1p-8, 1 + 0x1.8p-7, 1 + 0x1p-7, .greatestFiniteMagnitude, -.infinity, 0x1p-149]
        let expected: [Float] = [1, 1 + 0x1p-6, 1 + 0x1p-7, .infinity, -.infinity, 0]
        #expect(try Tensor(numbers).rounded(to: .bfloat16).scalars(Float.self) == expected)
        #expect(try Tensor([Float.nan]).rounded(to: .bfloat16).scalars(Float.self)[0].isNaN)
    }

    @Test func gradientsAreRoundedLikewise() throws {
        let x = try Variable(Tensor([1, 2] as [Float]))
        let slope = try gradient(of: (x.value.rounded(to: .float16) * 1.0001).sum(), withRespectTo: [x])[0]
        #expect(try slope.scalars(Float.self) == [1, 1])
    }
}
