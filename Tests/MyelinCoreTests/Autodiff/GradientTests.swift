import MyelinCore
import TestSupport
import Testing

struct GradientTests {
    @Test func ofATensorUsedManyTimes() throws {
        let x = Tensor([2, 3] as [Double])
        let y = x * x + x * exp(x) - x
        let slope = try gradient(of: y.sum(), withRespectTo: x).scalars(Double.self)
        let e = try exp(x).scalars(Double.self)
        #expect(mismatch(slope, [4 + e[0] + 2 * e[0] - 1, 6 + e[1] + 3 * e[1] - 1], rtol: 1e-14, atol: 0) == nil)
    }

    @Test func withRespectToWhatLiesBetween() throws {
        let x = Tensor([1, 2] as [Double])
        let hidden = x * 3
        let root = (hidden * hidden).sum()
        let slopes = try gradient(of: root, withRespectTo: [x, hidden, root])
        #expect(try slopes[0].scalars(Double.self) == [18, 36])
        #expect(try slopes[1].scalars(Double.self) == [6, 12])
        #expect(try slopes[2].scalar(Double.self) == 1)
    }

    @Test func zeroWhereNothingDepends() throws {
        let x = Tensor([1, 2]), labels = Tensor([1, 0] as [Int32])
        let slopes = try gradient(of: x.sum(), withRespectTo: [labels.cast(to: .float32), Tensor([5])])
        #expect(try slopes[0].scalars() == [0, 0])
        #expect(try slopes[1].scalars() == [0])
    }

    @Test func ofTheThirdOrder() throws {
        let x = Tensor(1.5, .float64)
        var y = x * x * x * x
        for expected in [4 * 3.375, 12 * 2.25, 24 * 1.5, 24] {
            y = try gradient(of: y, withRespectTo: x)
            #expect(try mismatch(y, expected, rtol: 1e-14) == nil)
        }
        #expect(try gradient(of: y, withRespectTo: x).scalar(Double.self) == 0)
    }

    @Test func stopGradientEndsIt() throws {
        let x = Tensor([3] as [Double])
        let y = x * x.stoppingGradient()
        #expect(try gradient(of: y.sum(), withRespectTo: x).scalars(Double.self) == [3])
    }

    @Test func mistakesAreErrors() {
        let x = Tensor([1, 2])
        #expect(
            errorText { try gradient(of: x * 2, withRespectTo: x) }
                == "gradient: expected a scalar to differentiate, got shape (2,)")
        let count = x.argmax()
        #expect(
            errorText { try gradient(of: count, withRespectTo: x) }
                == "gradient: expected a float to differentiate, got int32")
    }

    @Test func equalsShareTheGradient() throws {
        let x = Tensor([1, 1, 0] as [Double])
        #expect(try gradient(of: x.max(), withRespectTo: x).scalars(Double.self) == [0.5, 0.5, 0])
        #expect(try gradient(of: maximum(x, 1).sum(), withRespectTo: x).scalars(Double.self) == [0.5, 0.5, 0])
        #expect(try gradient(of: minimum(x, 1).sum(), withRespectTo: x).scalars(Double.self) == [0.5, 0.5, 1])
    }

    @Test func atKinks() throws {
        let x = Tensor([-1, 0, 1] as [Double])
        #expect(try gradient(of: relu(x).sum(), withRespectTo: x).scalars(Double.self) == [0, 0, 1])
        #expect(try gradient(of: abs(x).sum(), withRespectTo: x).scalars(Double.self) == [-1, 0, 1])
        #expect(try gradient(of: clip(x, min: 0, max: 1).sum(), withRespectTo: x).scalars(Double.self) == [0, 1, 1])
    }

    @Test func powersAtZero() throws {
        let x = Tensor([0, 0, 0, 0] as [Double]), exponent = Tensor([0, 1, 2, 3] as [Double])
        let slopes = try gradient(of: power(x, exponent).sum(), withRespectTo: [x, exponent])
        #expect(try slopes[0].scalars(Double.self) == [0, 1, 0, 0])
        #expect(try slopes[1].scalars(Double.self) == [0, 0, 0, 0])
    }

    @Test func ofTheWinnersOfOverlappingWindows() throws {
        // The 9 in the middle wins all four windows.
        let x = Tensor([1, 2, 3, 4, 9, 5, 6, 7, 8] as [Double], shape: [1, 3, 3, 1])
        let slope = try gradient(of: maximumPool(x, size: [2, 2], strides: [1, 1]).sum(), withRespectTo: x)
        #expect(try slope.scalars(Double.self) == [0, 0, 0, 0, 4, 0, 0, 0, 0])
    }

    /// A composite whose inputs are one tensor: each use counts once.
    @Test func compositesOfOneTensorTwice() throws {
        let (x, g) = (placeholder([2, 3], .float64), placeholder([2, 3], .float64))
        let recorded = try gradient(of: (softmax(x) * g).sum(), withRespectTo: x).node.operation
        #expect(recorded is SoftmaxGradient)
        let line = try gradientMismatch(of: { [Tensor.record(recorded, $0[0], $0[0])] }, at: [.spread([2, 3])])
        #expect(line == nil)
    }

    @Test func memoryOfTheBackwardPassIsReleased() throws {
        weak var node: Node?
        do {
            let x = Tensor([1, 2])
            let y = exp(x)
            node = y.node
            #expect(try gradient(of: y.sum(), withRespectTo: x).scalars().count == 2)
        }
        #expect(node == nil)
    }
}
