import MyelinCore
import TestSupport
import Testing

struct TensorReadingTests {
    @Test func printing() {
        #expect("\(Tensor([1, 2.5, -3]))" == "Tensor([ 1., 2.5, -3.], shape: (3,), dtype: float32)")
        #expect("\(Tensor(4))" == "Tensor(4., shape: (), dtype: float32)")
        #expect("\(Tensor([1, 20] as [Int32]))" == "Tensor([ 1, 20], shape: (2,), dtype: int32)")
        #expect("\(Tensor([true, false]))" == "Tensor([ true, false], shape: (2,), dtype: bool)")
        #expect(
            "\(Tensor([[1, 2], [3, 4]]))" == """
                Tensor([[1., 2.],
                        [3., 4.]], shape: (2, 2), dtype: float32)
                """)
        #expect("\(Tensor([.nan, .infinity] as [Float]))".contains("nan"))
    }

    @Test func longAxesAreShortened() {
        let text = "\(Tensor.range(to: 1000, dtype: .int32))"
        #expect(text == "Tensor([  0,   1,   2, …, 997, 998, 999], shape: (1000,), dtype: int32)")
        #expect("\(Tensor.zeros([500, 500]))".count < 1000)
    }

    @Test func scalarsOfEveryType() throws {
        let x = Tensor([0, 1, 2] as [Int64])
        #expect(try x.scalars(Int.self) == [0, 1, 2])
        #expect(try x.scalars(UInt8.self) == [0, 1, 2])
        #expect(try x.scalars(Double.self) == [0, 1, 2])
        #expect(try x.scalars(Bool.self) == [false, true, true])
    }

    @Test func sizesThatNoMemoryHoldsAreAnError() {
        // It has no elements, so nothing but its sizes is wrong; converted, it stays what it is.
        let x = Tensor(storage: Storage(byteCount: 0), shape: [0, 1 << 50], dtype: .int32)
        #expect(errorText { try x.scalars(Int.self) }?.contains("larger than any memory") == true)
    }

    @Test func evaluationOfOneResultLeavesTheOthersUsable() throws {
        // Pooling has two results, the maxima and their places; the gradient needs the second after the first was read.
        let x = Tensor(scattered(32), shape: [1, 4, 4, 2])
        let y = maximumPool(x, size: [2, 2])
        let first = try y.scalars(Double.self)
        let slope = try gradient(of: (y * y).sum(), withRespectTo: x)
        #expect(try mismatch(slope.sum(), first.reduce(0) { $0 + 2 * $1 }, rtol: 1e-12) == nil)
    }

    @Test func detachedForgetsThePast() throws {
        let x: Tensor = [1, 2]
        let y = try (x * 3).detached()
        #expect(try y.scalars() == [3, 6])
        #expect(try gradient(of: y.sum(), withRespectTo: x).scalars() == [0, 0])
    }

    @Test func aThousandReadsOfOneTensorEvaluateItOnce() throws {
        let x = exp(Tensor.range(to: 1000))
        let first = try x.storage()
        for _ in 0..<1000 { #expect(try x.storage() === first) }
        #expect(try x.reshaped(to: [10, 100]).storage() === first)
    }
}
