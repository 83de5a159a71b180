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
        Case("Diag", ["k": 0], [2], [1, 4]),
        Case("Fliplr", [:], [2, 3], [3, -2, 1, -1, 4, 0.5]),
        Case("Trapezoid", ["axis": 1], [2], [0, 3.75]),
        Case("Hsplit", ["indices_or_sections": [1]], [[2, 1], [2, 2]], [[1, 0.5], [-2, 3, 4, -1]]),
        Case("Norm", ["ord": 1, "axis": [0, 1]], [], [6]),
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

    /// What an operation makes of the tensor and of what stands beside it.
    private func call(
        _ name: String, _ settings: ConfigObject, _ operands: [CallArgument], on tensors: [Tensor]? = nil
    ) throws -> [Float] {
        let layer = try OperationLayer(name, module: "keras.src.ops", settings: settings)
        let results = try layer.call(tensors ?? [x], CallArguments(positional: operands), CallContext())
        return try results.flatMap { try $0.cast(to: .float32).scalars(Float.self) }
    }

    private func isClose(_ numbers: [Float], _ expected: [Float]) -> Bool {
        numbers.count == expected.count && zip(numbers, expected).allSatisfy { abs($0 - $1) < 1e-4 }
    }

    @Test(
        arguments: [
            ("Nanmean", [0.75, 4, 1]), ("Nanmax", [1, 4, 3]), ("Nanvar", [0.0625, 0, 4]), ("Nanmedian", [0.75, 4, 1]),
            ("Nansum", [1.5, 4, 2]),
        ] as [(String, [Float])])
    func leavesOutWhatIsNoNumber(_ name: String, _ expected: [Float]) throws {
        let x = Tensor([1, .nan, 3, 0.5, 4, -1] as [Float], shape: [2, 3])
        #expect(isClose(try call(name, ["axis": 0], [.tensor(0)], on: [x]), expected))
        #expect(isClose(try call("Nancumsum", ["axis": 1], [.tensor(0)], on: [x]), [1, 1, 4, 0.5, 4.5, 3.5]))
    }

    @Test(
        arguments: [
            ("Inv", [:], [0.3, -0.1, -0.2, 0.4]), ("Det", [:], [10]), ("Slogdet", [:], [1, 2.30259]),
            ("Qr", [:], [-0.89443, -0.44721, -0.44721, 0.89443, -4.47214, -2.23607, 0, 2.23607]),
        ] as [(String, ConfigObject, [Float])])
    func computesWithMatrices(_ name: String, _ settings: ConfigObject, _ expected: [Float]) throws {
        let a = Tensor([4, 1, 2, 3] as [Float], shape: [2, 2])
        #expect(isClose(try call(name, settings, [.tensor(0)], on: [a]), expected))
        let both = [a, Tensor([1, 2] as [Float])]
        #expect(isClose(try call("Solve", [:], [.tensor(0), .tensor(1)], on: both), [0.1, 0.6]))
        #expect(
            isClose(try call("SolveTriangular", ["lower": true], [.tensor(0), .tensor(1)], on: both), [0.25, 0.5]))
        let even = Tensor([4, 1, 1, 3] as [Float], shape: [2, 2])
        #expect(isClose(try call("Cholesky", [:], [.tensor(0)], on: [even]), [2, 0, 0.5, 1.65831]))
        #expect(isClose(try call("Logdet", [:], [.tensor(0)], on: [even]), [2.3979]))
    }

    @Test func aSingularMatrixIsAnError() throws {
        let ones = Tensor.ones([2, 2])
        #expect(throws: MyelinError.self) { try call("Inv", [:], [.tensor(0)], on: [ones]) }
        #expect(try call("Det", [:], [.tensor(0)], on: [ones]) == [0])
    }

    @Test func windowsMoveOverImages() throws {
        let image = Tensor((0..<16).map { Float($0) }, shape: [1, 4, 4, 1])
        let patches: [Float] = [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]
        #expect(try call("ExtractPatches", ["size": 2, "strides": 2], [.tensor(0)], on: [image]) == patches)
        #expect(try call("SpaceToDepth", ["block_size": 2], [.tensor(0)], on: [image]) == patches)
        let deep = Tensor((0..<8).map { Float($0) }, shape: [1, 1, 2, 4])
        #expect(try call("DepthToSpace", ["block_size": 2], [.tensor(0)], on: [deep]) == [0, 1, 4, 5, 2, 3, 6, 7])
        let first = image.reshaped(to: [1, 1, 4, 4])
        #expect(
            try call("Unfold", ["kernel_size": 2, "stride": 2], [.tensor(0)], on: [first])
                == [0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15])
        #expect(
            try call(
                "Fold", ["output_size": [3, 3], "kernel_size": 2], [.tensor(0)], on: [image.reshaped(to: [1, 4, 4])])
                == [0, 5, 5, 10, 30, 20, 10, 25, 15])
        let kernel = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2, 1, 1])
        let operands = [CallArgument.tensor(0), .tensor(1)]
        #expect(try call("Conv", ["strides": 2], operands, on: [image, kernel]) == [34, 54, 114, 134])
        let corner = image.sliced(axis: 1, 0..<2).sliced(axis: 2, 0..<2)
        #expect(
            try call("ConvTranspose", ["strides": 2], operands, on: [corner, kernel])
                == [0, 0, 1, 2, 0, 0, 3, 4, 4, 8, 5, 10, 12, 16, 15, 20])
        let color = Tensor([0.2, 0.4, 0.6] as [Float], shape: [1, 1, 3])
        #expect(isClose(try call("RGBToHSV", [:], [.tensor(0)], on: [color]), [0.58333, 0.66667, 0.6]))
    }

    @Test func crossEntropiesAreNumbersForEachSample() throws {
        let targets = Tensor([0, 1, 0, 0, 0, 1] as [Float], shape: [2, 3])
        let p = Tensor([0.2, 0.3, 0.5, 0.1, 0.1, 0.8] as [Float], shape: [2, 3])
        let operands = [CallArgument.tensor(0), .tensor(1)]
        #expect(isClose(try call("CategoricalCrossentropy", [:], operands, on: [targets, p]), [1.20397, 0.22314]))
        let classes = Tensor([Int32(1), 2])
        #expect(
            isClose(try call("SparseCategoricalCrossentropy", [:], operands, on: [classes, p]), [1.20397, 0.22314]))
        #expect(
            isClose(
                try call("BinaryCrossentropy", [:], operands, on: [targets, p]),
                [0.22314, 1.20397, 0.69315, 0.10536, 0.10536, 0.22314]))
    }

    @Test func constantsStandAmongTheOperands() throws {
        let operand = CallArgument.tensor(0)
        #expect(try call("Take", ["axis": 1], [operand, .literal([2, -1])]) == [3, 3, -1, -1])
        #expect(try call("FloorDivide", [:], [operand, .literal(2)]) == [0, -1, 1, 0, 2, -1])
        #expect(try call("Tensordot", ["axes": [[1], [1]]], [operand, operand]) == [14, -10.5, -10.5, 17.25])
        #expect(try call("Einsum", ["subscripts": "ij,kj->ik"], [operand, operand]) == [14, -10.5, -10.5, 17.25])
        #expect(
            try call("Kron", [:], [operand, .literal([[1.0, 2.0]])]) == [1, 2, -2, -4, 3, 6, 0.5, 1, 4, 8, -1, -2])
        #expect(
            try call("Cross", [:], [operand, .literal([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])]) == [0, 3, 2, 1, 0, 0.5])
        #expect(try call("Heaviside", [:], [operand, .literal(0.5)]) == [1, 0, 1, 1, 1, 0])
        #expect(try call("Fmod", [:], [operand, .literal(2.0)]) == [1, 0, 1, 0.5, 0, -1])
        #expect(try call("Fmax", [:], [operand, .literal(0.7)]) == [1, 0.7, 3, 0.7, 4, 0.7])
        #expect(try call("Digitize", [:], [operand, .literal([0.0, 1.0, 3.0])]) == [2, 0, 3, 1, 3, 0])
        #expect(isClose(try call("CDist", [:], [operand, operand]), [0, 7.22842, 7.22842, 0]))
        #expect(
            try call("SegmentSum", ["num_segments": 3], [operand, .literal([2, 0])])
                == [0.5, 4, -1, 0, 0, 0, 1, -2, 3])
        #expect(try call("Where", [:], [.literal(true), .literal(1.5), operand]) == [1.5, 1.5, 1.5, 1.5, 1.5, 1.5])
    }
}
