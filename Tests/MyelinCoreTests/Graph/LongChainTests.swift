import MyelinCore
import TestSupport
import Testing

/// Graphs much deeper than a thread's stack: evaluated, differentiated and released.
struct LongChainTests {
    private let length = 100_000

    @Test func additions() throws {
        let one = Tensor([1, 2] as [Double])
        var x = Tensor([0, 0] as [Double])
        for _ in 0..<length { x = x + one }
        #expect(try x.scalars(Double.self) == [Double(length), Double(2 * length)])
    }

    @Test func releasedWithoutHavingBeenEvaluated() {
        var x = Tensor([0])
        let one = Tensor([1])
        for _ in 0..<length { x = x + one }
        #expect(x.count == 1)
    }

    @Test func reshapes() throws {
        var x = Tensor([1, 2] as [Double])
        for index in 0..<length { x = x.reshaped(to: index % 2 == 0 ? [2, 1] : [2]) }
        #expect(try x.scalars(Double.self) == [1, 2])
    }

    @Test func ofOperationsThatAreNotFused() throws {
        let a = Tensor([0, 1, -1, 0] as [Double], shape: [2, 2])
        var x = Tensor([3, 4] as [Double], shape: [2, 1])
        for _ in 0..<2000 { x = matmul(a, x) }
        #expect(try x.scalars(Double.self) == [3, 4])
    }

    @Test func gradient() throws {
        let x = Tensor([1, 2] as [Double])
        var y = x
        for _ in 0..<10_000 { y = y * 1.0001 }
        let slope = try MyelinCore.gradient(of: y.sum(), withRespectTo: x)
        let expected = (0..<10_000).reduce(1.0) { product, _ in product * 1.0001 }
        #expect(mismatch(try slope.scalars(Double.self), [expected, expected], rtol: 1e-9) == nil)
    }

    @Test func branchesThatMeetAgain() throws {
        // 2^60 paths through 60 nodes.
        var x = Tensor([1] as [Double])
        for _ in 0..<60 { x = x + x }
        #expect(try x.scalars(Double.self) == [1_152_921_504_606_846_976])
    }
}
