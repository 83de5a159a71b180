import MyelinCore
import TestSupport
import Testing

struct TensorSubscriptTests {
    private let x = Tensor((0..<24).map { Double($0) }, shape: [2, 3, 4])

    private func check(_ part: Tensor, _ shape: Shape, _ values: [Double]) throws {
        #expect(part.shape == shape)
        #expect(try part.scalars(Double.self) == values)
    }

    @Test func indices() throws {
        try check(x[1, 2, 3], [], [23])
        try check(x[-1, 0], [4], [12, 13, 14, 15])
        try check(x[0], [3, 4], (0..<12).map { Double($0) })
        try check(x[.all, -1, -2], [2], [10, 22])
    }

    @Test func ranges() throws {
        try check(x[0, 1..<3, 1...2], [2, 2], [5, 6, 9, 10])
        try check(x[0, (-2)...], [2, 4], (4..<12).map { Double($0) })
        try check(x[1, ..<1], [1, 4], [12, 13, 14, 15])
        try check(x[1, ...0], [1, 4], [12, 13, 14, 15])
        try check(x[0, 0, (-3)..<(-1)], [2], [1, 2])
        try check(x[0, 0, (-3)...(-1)], [3], [1, 2, 3])
        // As in NumPy, ranges are cut to the axis.
        try check(x[0, 1..<99], [2, 4], (4..<12).map { Double($0) })
        try check(x[0, 5..<9], [0, 4], [])
        try check(x[0, 2..<2], [0, 4], [])
    }

    @Test func steps() throws {
        func every(_ from: Int?, _ to: Int?, _ step: Int) -> TensorIndex { .range(from: from, to: to, step: step) }
        try check(x[0, 0, every(nil, nil, 2)], [2], [0, 2])
        try check(x[0, 0, every(1, nil, 2)], [2], [1, 3])
        try check(x[0, 0, every(nil, nil, -1)], [4], [3, 2, 1, 0])
        try check(x[0, 0, every(-2, 0, -1)], [2], [2, 1])
        try check(x[0, 0, every(nil, nil, -3)], [2], [3, 0])
        try check(x[0, 0, every(9, -99, -2)], [2], [3, 1])
        try check(x[0, 0, every(0, 3, -1)], [0], [])
    }

    @Test func newAxes() throws {
        try check(x[0, 0, .newAxis], [1, 4], [0, 1, 2, 3])
        try check(x[.newAxis, 0, 0, 0], [1], [0])
        try check(x[0, 0, 0, .newAxis, .newAxis], [1, 1], [0])
        #expect(x[.all, .newAxis].shape == [2, 1, 3, 4])
    }

    @Test func mistakesAreErrors() {
        #expect(errorText { try x[2].scalars() } == "subscript: index 2 of axis 0 in shape (2, 3, 4)")
        #expect(errorText { try x[0, -4].scalars() } == "subscript: index -4 of axis 1 in shape (2, 3, 4)")
        #expect(errorText { try x[0, 0, 0, 0].scalars() } == "subscript: more indices than the axes of shape (2, 3, 4)")
        #expect(errorText { try x[TensorIndex.range(from: 0, to: 1, step: 0)].scalars() } == "subscript: a step of 0")
    }

    @Test func gradientGoesBackToThePart() throws {
        let part = x[1, .all, TensorIndex.range(from: nil, to: nil, step: -2)]
        let slope = try gradient(of: (part * part).sum(), withRespectTo: x).scalars(Double.self)
        let expected = (0..<24).map { (place: Int) -> Double in place >= 12 && place % 2 == 1 ? Double(2 * place) : 0 }
        #expect(slope == expected)
    }
}
