import MyelinCore
import TestSupport
import Testing

struct VariableTests {
    @Test func tensorsKeepTheValueThatTheyWereRecordedWith() throws {
        let v = try Variable(Tensor([1, 2]), name: "v")
        let before = v.value, doubled = v.value * 2
        try v.assign([10, 20])
        let after = v.value
        v.setZero()
        #expect(try before.scalars() == [1, 2])
        #expect(try doubled.scalars() == [2, 4])
        #expect(try after.scalars() == [10, 20])
        #expect(try v.value.scalars() == [0, 0])
    }

    @Test func assignFromItself() throws {
        let v = try Variable(Tensor([1, 2]))
        for _ in 0..<5 { try v.assign(v.value * 2 + 1) }
        #expect(try v.value.scalars() == [63, 95])
    }

    @Test func swap() throws {
        let a = try Variable(Tensor([1, 2]), name: "a"), b = try Variable(Tensor([3, 4]), name: "b")
        let (oldA, oldB) = (a.value, b.value)
        try a.assign(oldB)
        try b.assign(oldA)
        #expect(try a.value.scalars() == [3, 4])
        #expect(try b.value.scalars() == [1, 2])
    }

    @Test func assignConvertsTheTypeAndChecksTheShape() throws {
        let v = try Variable(Tensor([1, 2]), name: "kernel")
        try v.assign(Tensor([7, 8] as [Int32]))
        #expect(v.dtype == .float32)
        #expect(try v.value.scalars() == [7, 8])
        #expect(errorText { try v.assign([1, 2, 3]) } == "kernel: expected a value of shape (2,), got (3,)")
        #expect(
            errorText { try v.assign(Tensor.zeros([2]) + .zeros([3])) } == "add: shapes (2,) and (3,) do not broadcast")
        #expect(try v.value.scalars() == [7, 8])
    }

    @Test(arguments: DType.allCases)
    func scalarsReadAndWritten(_ dtype: DType) {
        let v = Variable(constant: 1, dtype, name: "v")
        #expect(v.scalar == 1)
        v.set(scalar: 0)
        #expect(v.scalar == 0)
    }

    @Test func gradientWithRespectToVariables() throws {
        let w = try Variable(Tensor([1, 2, 3])), b = try Variable(Tensor(0.5)), unused = try Variable(Tensor([9]))
        let loss = (w.value * w.value * b.value).sum()
        let slopes = try gradient(of: loss, withRespectTo: [w, b, unused])
        #expect(try slopes[0].scalars() == [1, 2, 3])
        #expect(try slopes[1].scalar() == 14)
        #expect(try slopes[2].scalars() == [0])
    }

    @Test func valueAndGradientOfVariables() throws {
        let w = try Variable(Tensor([1, 2]))
        let (value, slopes) = try valueAndGradient(withRespectTo: [w]) { (w.value * w.value).sum() }
        #expect(try value.scalar() == 5)
        #expect(try slopes[0].scalars() == [2, 4])
    }

    /// y = 2x + 1 from its points, by a loop that a user writes.
    @Test func aTrainingLoopOnPlainVariablesLearnsALine() throws {
        let w = try Variable(Tensor(0)), b = try Variable(Tensor(0))
        let x = Tensor.linspace(-1, 1, count: 32), y = x * 2 + 1
        var losses: [Float] = []
        for _ in 0..<200 {
            let (loss, slopes) = try valueAndGradient(withRespectTo: [w, b]) {
                square(x * w.value + b.value - y).mean()
            }
            losses.append(try loss.scalar())
            try w.assign(w.value - slopes[0] * 0.2)
            try b.assign(b.value - slopes[1] * 0.2)
        }
        #expect(abs(w.scalar - 2) < 1e-4 && abs(b.scalar - 1) < 1e-4)
        #expect(losses.last! < losses[0] * 1e-6)
    }
}
