import MyelinCore
import TestSupport
import Testing

struct TensorOperatorTests {
    @Test func broadcastingAsNumPy() throws {
        let column: Tensor = [[1], [2]], row: Tensor = [10, 20, 30]
        #expect(try (column + row).scalars() == [11, 21, 31, 12, 22, 32])
        #expect((Tensor.zeros([4, 1, 3]) * .zeros([5, 1])).shape == [4, 5, 3])
        #expect((Tensor.zeros([0, 3]) + .zeros([1, 3])).shape == [0, 3])
        #expect(Shape.broadcast([2, 3], [3]) == [2, 3])
        #expect(Shape.broadcast([2, 3], [2]) == nil)
    }

    @Test func shapesThatDoNotBroadcastAreKeptAsAnError() {
        let sum = Tensor.zeros([2, 3]) + .zeros([4])
        #expect(sum.error?.kind == .shape)
        #expect(sum.error?.message == "add: shapes (2, 3) and (4,) do not broadcast")
        // The first error is the one that is thrown, however far it has come.
        let later = matmul(exp(sum).sum(axes: [0]), Tensor.zeros([7, 7])) + 1
        #expect(errorText { try later.scalars() } == "add: shapes (2, 3) and (4,) do not broadcast")
        #expect(errorText { try later.scalar() } == "add: shapes (2, 3) and (4,) do not broadcast")
        #expect(errorText { _ = try later.detached() } == "add: shapes (2, 3) and (4,) do not broadcast")
        #expect(
            errorText { _ = try gradient(of: later.sum(), withRespectTo: sum) }
                == "add: shapes (2, 3) and (4,) do not broadcast")
        #expect("\(later)" == "Tensor(invalid: add: shapes (2, 3) and (4,) do not broadcast)")
    }

    @Test func errorsNameTheOperation() {
        #expect(
            errorText { try matmul(Tensor.zeros([2, 3]), .zeros([4, 5])).scalars() }
                == "matmul: cannot multiply (2, 3) by (4, 5): 3 is not 4")
        #expect(
            errorText { try Tensor.zeros([2, 3]).sum(axes: [2]).scalars() } == "sum: axis 2 does not fit shape (2, 3)")
        #expect(
            errorText { try Tensor.zeros([2, 3]).transposed([0, 0]).scalars() }
                == "transpose: [0, 0] is no permutation of the axes of (2, 3)")
        #expect(
            errorText { try Tensor.zeros([2, 3]).squeezed(axes: [0]).scalars() }
                == "squeezed: axis 0 does not fit shape (2, 3)")
        #expect(
            errorText { try softmax(Tensor.zeros([2, 3]), axis: 5).scalars() }
                == "softmax: axis 5 does not fit shape (2, 3)")
        #expect(errorText { try Tensor.concatenated([]).scalars() } == "concatenated: no tensors")
        #expect(
            errorText { try Tensor.concatenated([.zeros([2, 3]), .zeros([2, 4])]).scalars() }?.hasPrefix(
                "concatenate: ") == true)
        #expect(
            errorText { try Tensor.zeros([3]).gathered(Tensor([0.5])).scalars() }
                == "gather: expected int32, int64 or uint8 indices, got float32")
        #expect(errorText { try Tensor.zeros([2]).scalar() } == "scalar: expected one element, got shape (2,)")
        #expect(
            errorText { try Tensor.zeros([2, 2]).broadcast(to: [2, 3]).scalars() }
                == "broadcast: shape (2, 2) does not broadcast to (2, 3)")
    }

    @Test func windowsThatDoNotFitAreErrors() {
        let images = Tensor.zeros([1, 4, 4, 2])
        func convolve(_ kernel: Shape, strides: [Int] = [1, 1], dilation: [Int] = [1, 1], groups: Int = 1) -> String? {
            errorText {
                try convolution(images, .zeros(kernel), strides: strides, dilation: dilation, groups: groups).scalars()
            }
        }
        #expect(convolve([5, 5, 2, 1]) == "convolution: a window of 5×5 does not fit into an input of 4×4")
        #expect(
            convolve([3, 3, 3, 1]) == "convolution: a kernel (3, 3, 3, 1) in 1 groups does not fit 2 input channels")
        #expect(
            convolve([3, 3, 1, 3], groups: 2)
                == "convolution: a kernel (3, 3, 1, 3) in 2 groups does not fit 2 input channels")
        #expect(convolve([3, 3, 2, 1], groups: 0) != nil)
        #expect(convolve([3, 3, 2, 1], strides: [0, 1]) != nil)
        #expect(convolve([3, 3, 2, 1], strides: [1]) != nil)
        #expect(convolve([3, 3, 2, 1], dilation: [1, -1]) != nil)
        #expect(
            errorText { try maximumPool(images, size: [5, 5]).scalars() }
                == "maximum_pool: a window of 5×5 does not fit into an input of 4×4")
        #expect(errorText { try averagePool(images, size: [2]).scalars() } != nil)
        #expect(errorText { try averagePool(images, size: [0, 2]).scalars() } != nil)
        #expect(
            errorText { try maximumPool(Tensor.zeros([4, 4]), size: [2, 2]).scalars() }
                == "maximum_pool: expected an input of rank 4 (batch, height, width, channels), got (4, 4)")
    }

    @Test func typesArePromotedAsInKeras() {
        func sum(_ a: DType, _ b: DType) -> DType { (Tensor.zeros([1], dtype: a) + .zeros([1], dtype: b)).dtype }
        #expect(sum(.int32, .float32) == .float32)
        #expect(sum(.int64, .float32) == .float32)
        #expect(sum(.float32, .float64) == .float64)
        #expect(sum(.uint8, .int32) == .int32)
        #expect(sum(.bool, .uint8) == .uint8)
        #expect(sum(.bool, .bool) == .int32)
        #expect(sqrt(Tensor([4] as [Int32])).dtype == .float32)
        #expect(matmul(Tensor([1] as [Int32]), Tensor([1] as [Int32])).dtype == .float32)
    }

    @Test func numbersWrittenOutTakeTheOtherType() throws {
        let integers = Tensor([1, 2] as [Int32]), doubles = Tensor([1, 2] as [Double]), bytes = Tensor([250] as [UInt8])
        #expect((integers + 1).dtype == .int32)
        #expect((integers * 0.5).dtype == .float32)
        #expect((doubles + 0.1).dtype == .float64)
        #expect(try (doubles + 0.1).scalars(Double.self) == [1.1, 2.1])
        #expect((1 - integers).dtype == .int32)
        #expect(maximum(doubles, 0).dtype == .float64)
        #expect((bytes + 1).dtype == .uint8)
        #expect(select(doubles.greater(1), 0, doubles).dtype == .float64)
        // A number that is computed or named is no literal.
        let one = 1.0
        #expect((integers + Tensor(one)).dtype == .float32)
    }

    @Test func compoundAssignment() throws {
        var x: Tensor = [1, 2]
        let before = x
        x += 1
        x *= [2, 3]
        x -= 1
        x /= 2
        #expect(try x.scalars() == [1.5, 4])
        #expect(try before.scalars() == [1, 2])
    }

    @Test func specialValues() throws {
        let x = Tensor([.nan, .infinity, -.infinity, -0.0, 0] as [Float])
        #expect(try maximum(x, 1).scalars()[0].isNaN)
        #expect(try minimum(Tensor(1), x).scalars()[0].isNaN)
        #expect(try relu(x).scalars()[0].isNaN)
        #expect(try Array(relu(x).scalars()[1...2]) == [.infinity, 0])
        #expect(try x.max().scalar().isNaN)
        #expect(try exp(x).scalars()[1...].map { Float($0) } == [.infinity, 0, 1, 1])
        #expect(try sigmoid(x).scalars()[1...].map { Float($0) } == [1, 0, 0.5, 0.5])
        #expect(try tanh(x).scalars()[1...2].map { Float($0) } == [1, -1])
        #expect(try log(x).scalars()[3] == -.infinity)
        #expect(try x.equal(x).scalars(Bool.self) == [false, true, true, true, true])
        #expect(try softplus(Tensor([1000, -1000])).scalars() == [1000, 0])
        #expect(try clip(x, min: -1, max: 1).scalars()[1...2].map { Float($0) } == [1, -1])
    }

    @Test func emptyTensorsPassThrough() throws {
        let nothing = Tensor.zeros([0, 3])
        #expect(try exp(nothing + 1).scalars().isEmpty)
        #expect(try nothing.sum().scalar() == 0)
        #expect(try nothing.product().scalar() == 1)
        #expect(matmul(nothing, .zeros([3, 2])).shape == [0, 2])
        #expect(try matmul(Tensor.zeros([2, 0]), .zeros([0, 2])).scalars() == [0, 0, 0, 0])
        #expect(try matmul(Tensor.zeros([2, 3, 0]), .zeros([0, 4])).scalars() == [Float](repeating: 0, count: 24))
        let slope = try gradient(of: exp(nothing).sum(), withRespectTo: nothing)
        #expect(slope.shape == [0, 3])
        #expect(try slope.scalars().isEmpty)
        #expect("\(nothing)" == "Tensor([], shape: (0, 3), dtype: float32)")
    }
}
