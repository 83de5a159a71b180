import Myelin
import MyelinNN
import TestSupport
import Testing

/// Operations as files list them, with the values that `keras.ops` of Keras 3.15.1 gives.
struct OperationLayerTests {
    private struct Case: Sendable, CustomStringConvertible {
        let name: String
        let settings: ConfigObject
        let shapes: [Shape]
        let values: [[Float]]
        var description: String { "\(name) \(settings.map { "\($0.key)=\($0.value)" })" }

        init(_ name: String, _ settings: ConfigObject, _ shape: Shape, _ values: [Float]) {
            self.init(name, settings, [shape], [values])
        }

        init(_ name: String, _ settings: ConfigObject, _ shapes: [Shape], _ values: [[Float]]) {
            (self.name, self.settings, self.shapes, self.values) = (name, settings, shapes, values)
        }
    }

    private let x = Tensor([1, -2, 3, 0.5, 4, -1] as [Float], shape: [2, 3])

    private static let cases = [
        Case("Sort", ["axis": -1], [2, 3], [-2, 1, 3, -1, 0.5, 4]),
        Case("Argsort", ["axis": 0], [2, 3], [1, 0, 1, 0, 1, 0]),
        Case("TopK", ["k": 2], [[2, 2], [2, 2]], [[3, 1, 4, 0.5], [2, 0, 1, 0]]),
        Case("Roll", ["shift": 1, "axis": 1], [2, 3], [3, 1, -2, -1, 0.5, 4]),
        Case("Tile", ["repeats": [1, 2]], [2, 6], [1, -2, 3, 1, -2, 3, 0.5, 4, -1, 0.5, 4, -1]),
        Case("Repeat", ["repeats": [2, 0, 1], "axis": 1], [2, 3], [1, 1, 3, 0.5, 0.5, -1]),
        Case("Median", ["axis": 1], [2], [1, 0.5]),
        Case("Cumprod", ["axis": 1], [2, 3], [1, -2, -6, 0.5, 2, -2]),
        Case("Moveaxis", ["source": 0, "destination": 1], [3, 2], [1, 0.5, -2, 4, 3, -1]),
        Case("Logsumexp", ["axis": 1], [2], [3.13285, 4.03627]),
        Case("Norm", ["ord": 1, "axis": 1], [2], [6, 5.5]),
        Case(
            "Pad", ["pad_width": [[0, 0], [2, 1]], "mode": "reflect"], [2, 6],
            [3, -2, 1, -2, 3, -2, -1, 4, 0.5, 4, -1, 4]),
        Case("Split", ["indices_or_sections": [1], "axis": 1], [[2, 1], [2, 2]], [[1, 0.5], [-2, 3, 4, -1]]),
        Case("Unstack", ["axis": 0], [[3], [3]], [[1, -2, 3], [0.5, 4, -1]]),
        Case("Argmax", ["axis": nil, "keepdims": false], [], [4]),
        Case("Tril", ["k": 0], [2, 3], [1, 0, 0, 0.5, 4, 0]),
        Case("Arctan", [:], [2, 3], [0.7854, -1.10715, 1.24905, 0.46365, 1.32582, -0.7854]),
        Case("Moments", ["axes": [1]], [[2], [2]], [[0.66667, 1.16667], [4.22222, 4.38889]]),
        Case(
            "Normalize", ["axis": -1, "order": 2], [2, 3], [0.26726, -0.53452, 0.80178, 0.12039, 0.96309, -0.24077]),
        Case("Softmax", ["axis": [0, 1]], [2, 3], [0.03417, 0.0017, 0.25248, 0.02072, 0.6863, 0.00462]),
        Case("Diagonal", [:], [2], [1, 4]),
    ]

    @Test(arguments: cases.indices)
    func givesKerasNumbers(_ number: Int) throws {
        let expected = Self.cases[number]
        let layer = try OperationLayer(expected.name, module: "keras.src.ops", settings: expected.settings)
        let results = try layer.call([x], CallArguments(positional: [.tensor(0)]), CallContext())
        try #require(results.map(\.shape) == expected.shapes, "\(expected)")
        for (result, values) in zip(results, expected.values) {
            let numbers = try result.cast(to: .float32).scalars(Float.self)
            #expect(zip(numbers, values).allSatisfy { abs($0 - $1) < 1e-4 }, "\(expected): \(numbers)")
        }
    }

    @Test func constantsStandAmongTheOperands() throws {
        func call(_ name: String, _ settings: ConfigObject, _ operands: [CallArgument]) throws -> [Float] {
            let layer = try OperationLayer(name, module: "keras.src.ops", settings: settings)
            let result = try layer.call([x], CallArguments(positional: operands), CallContext())
            return try result[0].cast(to: .float32).scalars(Float.self)
        }
        let operand = CallArgument.tensor(0)
        #expect(try call("Take", ["axis": 1], [operand, .literal([2, -1])]) == [3, 3, -1, -1])
        #expect(try call("FloorDivide", [:], [operand, .literal(2)]) == [0, -1, 1, 0, 2, -1])
        #expect(try call("Tensordot", ["axes": [[1], [1]]], [operand, operand]) == [14, -10.5, -10.5, 17.25])
        #expect(try call("Einsum", ["subscripts": "ij,kj->ik"], [operand, operand]) == [14, -10.5, -10.5, 17.25])
        #expect(try call("Where", [:], [.literal(true), .literal(1.5), operand]) == [1.5, 1.5, 1.5, 1.5, 1.5, 1.5])
    }
}
