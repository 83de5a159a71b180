import MyelinCore
import TestSupport
import Testing

struct TensorCreationTests {
    private func numbers(_ x: Tensor) throws -> [Double] { try x.scalars(Double.self) }

    @Test func literals() throws {
        let vector: Tensor = [1, 2.5, -3]
        #expect(vector.shape == [3] && vector.dtype == .float32)
        #expect(try numbers(vector) == [1, 2.5, -3])
        let matrix: Tensor = [[1, 2], [3, 4], [5, 6]]
        #expect(matrix.shape == [3, 2])
        #expect(try numbers(matrix) == [1, 2, 3, 4, 5, 6])
        let scalar: Tensor = 7
        #expect(scalar.shape == [] && scalar.count == 1)
        #expect(try scalar.scalar() == 7)
        let nothing: Tensor = []
        #expect(nothing.shape == [0])
        #expect(try numbers(nothing).isEmpty)
    }

    @Test func fromArrays() throws {
        #expect(Tensor([1, 2] as [Double]).dtype == .float64)
        #expect(Tensor([1, 2] as [Int32]).dtype == .int32)
        #expect(Tensor([1, 2] as [Int]).dtype == .int64)
        #expect(Tensor([1, 2] as [UInt8]).dtype == .uint8)
        #expect(Tensor([true, false]).dtype == .bool)
        #expect(Tensor([[1, 2], [3, 4]]).shape == [2, 2])
        #expect(try Tensor(rows: [[1, 2], [3, 4]] as [[Int32]]).scalars(Int32.self) == [1, 2, 3, 4])
    }

    @Test func fillsAndRanges() throws {
        #expect(try numbers(.zeros([2, 2])) == [0, 0, 0, 0])
        #expect(try numbers(.ones([3], dtype: .int32)) == [1, 1, 1])
        #expect(try numbers(.full([2], -2.5, dtype: .float64)) == [-2.5, -2.5])
        #expect(try numbers(.range(to: 4)) == [0, 1, 2, 3])
        #expect(try numbers(.range(2, to: 8, by: 2.5)) == [2, 4.5, 7])
        #expect(try numbers(.range(3, to: 0, by: -1, dtype: .int32)) == [3, 2, 1])
        #expect(try numbers(.range(5, to: 5)).isEmpty)
        #expect(
            try mismatch(Tensor.linspace(-1, 1, count: 5, dtype: .float64), Tensor([-1, -0.5, 0, 0.5, 1] as [Double]))
                == nil)
        #expect(try numbers(.linspace(3, 9, count: 1)) == [3])
        #expect(Tensor.linspace(0, 1, count: 0).shape == [0])
        #expect(try numbers(.identity(3)) == [1, 0, 0, 0, 1, 0, 0, 0, 1])
        #expect(Tensor.identity(0).shape == [0, 0])
    }

    @Test func impossibleRangesAreErrors() {
        for (start, stop, step) in [(0.0, 5.0, 0.0), (0, 5, -1), (0, .nan, 1), (0, .infinity, 1)] {
            #expect(
                errorText { try Tensor.range(start, to: stop, by: step).scalars() }
                    == "range: no numbers from \(start) to \(stop) by \(step)")
        }
    }

    @Test func impossibleShapesAreErrors() {
        #expect(
            errorText { try Tensor([1, 2, 3], shape: [2, 2]).scalars() }
                == "a tensor of shape (2, 2) needs 4 elements, got 3")
        #expect(errorText { try Tensor([[1, 2], [3]]).scalars() } == "row 1 has 1 elements, row 0 has 2")
        #expect(errorText { try Tensor.zeros([2, -1]).scalars() } != nil)
        #expect(errorText { try Tensor.ones([6]).reshaped(to: [-2, -3]).scalars() } != nil)
        #expect(errorText { try Tensor.ones([4]).reshaped(to: [-1, -1]).scalars() } != nil)
        #expect(
            errorText { try Tensor.ones([5]).reshaped(to: [2, -1]).scalars() }?.hasPrefix(
                "reshape: cannot reshape (5,) to") == true)
    }

    @Test func oneHot() throws {
        let labels = Tensor([1, 0, 2] as [Int32])
        #expect(try numbers(labels.oneHot(3)) == [0, 1, 0, 1, 0, 0, 0, 0, 1])
        #expect(try numbers(Tensor([2, 7] as [UInt8]).oneHot(3)) == [0, 0, 1, 0, 0, 0])
    }

    @Test func conversions() throws {
        let x = Tensor([-1.5, 0, 2.5])
        #expect(try x.scalars(Int32.self) == [-1, 0, 2])
        #expect(try x.cast(to: .bool).scalars(Bool.self) == [true, false, true])
        #expect(try x.cast(to: .bool).cast(to: .float32).scalars() == [1, 0, 1])
        // Of a constant as of an array.
        #expect(try Tensor(5).cast(to: .bool).cast(to: .float32).scalar() == 1)
        #expect(try Tensor(2.5).cast(to: .int32).cast(to: .float32).scalar() == 2)
        #expect(
            try Tensor(0.1, .float64).cast(to: .float32).cast(to: .float64).scalar(Double.self) == Double(Float(0.1)))
    }

    @Test func numbersTooLargeForAnIntegerDoNotTrap() throws {
        for value in [1e30, -1e30, Double.infinity, -Double.infinity, Double.nan] {
            for dtype in [DType.int32, .int64, .uint8, .bool] {
                #expect(try Tensor(value).cast(to: dtype).scalars(Int.self).count == 1)
                #expect(try Tensor.full([2], value, dtype: dtype).scalars(Int.self).count == 2)
            }
        }
        #expect(try (Tensor([1] as [Int32]) + 1e30).scalars(Int.self).count == 1)
    }
}
