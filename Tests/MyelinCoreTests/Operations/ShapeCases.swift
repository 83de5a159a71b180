import MyelinCore
import TestSupport

/// The elements of a row-major array at the places that `index` names for each place of the result.
private func picked(_ shape: Shape, from source: Shape, _ values: [Double], _ index: ([Int]) -> [Int]?) -> [Double] {
    (0..<shape.count).map { flat in
        let place = zip(shape.strides, shape.sizes).map { flat / $0 % $1 }
        guard let from = index(place) else { return 0 }
        return values[zip(from, source.strides).reduce(0) { $0 + $1.0 * $1.1 }]
    }
}

let shapeCases: [OperationCase] = [
    OperationCase(
        "broadcast", "middle", [.spread([2, 1, 3])], shape: [2, 4, 3],
        reference: { v in
            picked([2, 4, 3], from: [2, 1, 3], v[0]) { [$0[0], 0, $0[2]] }
        }
    ) { $0[0].broadcast(to: [2, 4, 3]) },
    OperationCase(
        "broadcast", "scalar", [.spread([])], shape: [2, 2], reference: { v in [Double](repeating: v[0][0], count: 4) }
    ) {
        $0[0].broadcast(to: [2, 2])
    },
    OperationCase("broadcast", "to nothing", [.spread([1, 3])], shape: [0, 3], reference: { _ in [] }) {
        $0[0].broadcast(to: [0, 3])
    },
    OperationCase(
        "broadcast", "in a sum", [.spread([3, 1]), .spread([4], seed: 7)], shape: [3, 4],
        reference: { v in
            v[0].flatMap { a in v[1].map { a + $0 } }
        }
    ) { $0[0] + $0[1] + $0[1].broadcast(to: [3, 4]) * 0 },
    OperationCase(
        "concatenate", "rows", [.spread([2, 3]), .spread([1, 3], seed: 7)], shape: [3, 3], reference: { $0[0] + $0[1] }
    ) {
        .concatenated([$0[0], $0[1]])
    },
    OperationCase(
        "concatenate", "columns", [.spread([2, 2]), .spread([2, 1], seed: 7)], shape: [2, 3],
        reference: { v in
            [v[0][0], v[0][1], v[1][0], v[0][2], v[0][3], v[1][1]]
        }
    ) { .concatenated([$0[0], $0[1]], axis: -1) },
    OperationCase(
        "concatenate", "with nothing", [.spread([0, 3]), .spread([2, 3], seed: 7)], shape: [2, 3], reference: { $0[1] }
    ) {
        .concatenated([$0[0], $0[1]])
    },
    OperationCase(
        "pad", "ends", [.spread([2, 3])], shape: [3, 6],
        reference: { v in
            picked([3, 6], from: [2, 3], v[0]) { $0[0] >= 1 && (2..<5).contains($0[1]) ? [$0[0] - 1, $0[1] - 2] : nil }
        }
    ) { $0[0].padded(low: [1, 2], high: [0, 1]) },
    OperationCase(
        "pad", "between", [.spread([2, 3])], shape: [3, 5],
        reference: { v in
            picked([3, 5], from: [2, 3], v[0]) { $0[0] % 2 == 0 && $0[1] % 2 == 0 ? [$0[0] / 2, $0[1] / 2] : nil }
        }
    ) { $0[0].padded(low: [0, 0], high: [0, 0], interior: [1, 1]) },
    OperationCase("pad", "with a value", [.spread([2])], shape: [4], reference: { [-3] + $0[0] + [-3] }) {
        $0[0].padded(low: [1], high: [1], value: -3)
    },
    OperationCase("pad", "of nothing", [.spread([0])], shape: [3], reference: { _ in [0, 0, 0] }) {
        $0[0].padded(low: [1], high: [2])
    },
    OperationCase("reshape", [.spread([2, 6])], shape: [3, 4], reference: { $0[0] }) { $0[0].reshaped(to: [3, -1]) },
    OperationCase("reshape", "to a scalar", [.spread([1, 1])], shape: [], reference: { $0[0] }) {
        $0[0].reshaped(to: [])
    },
    OperationCase("reshape", "of nothing", [.spread([0, 3])], shape: [3, 0], reference: { $0[0] }) {
        $0[0].reshaped(to: [3, 0])
    },
    OperationCase("slice", "rows", [.spread([4, 3])], shape: [2, 3], reference: { Array($0[0][3..<9]) }) {
        $0[0][1..<3]
    },
    OperationCase(
        "slice", "steps", [.spread([5, 4])], shape: [3, 2],
        reference: { v in
            picked([3, 2], from: [5, 4], v[0]) { [2 * $0[0], 1 + 2 * $0[1]] }
        }
    ) { $0[0][TensorIndex.range(from: nil, to: nil, step: 2), TensorIndex.range(from: 1, to: nil, step: 2)] },
    OperationCase(
        "slice", "backwards", [.spread([4, 3])], shape: [2, 3],
        reference: { v in
            picked([2, 3], from: [4, 3], v[0]) { [3 - 2 * $0[0], 2 - $0[1]] }
        }
    ) { $0[0][TensorIndex.range(from: nil, to: nil, step: -2), TensorIndex.range(from: nil, to: nil, step: -1)] },
    OperationCase("slice", "one", [.spread([3, 4])], shape: [3], reference: { v in [v[0][2], v[0][6], v[0][10]] }) {
        $0[0][.all, 2]
    },
    OperationCase("slice", "nothing", [.spread([3, 4])], shape: [0, 4], reference: { _ in [] }) { $0[0][2..<2] },
    OperationCase(
        "transpose", [.spread([3, 4])], shape: [4, 3],
        reference: { v in
            picked([4, 3], from: [3, 4], v[0]) { [$0[1], $0[0]] }
        }
    ) { $0[0].transposed() },
    OperationCase(
        "transpose", "three axes", [.spread([2, 3, 4])], shape: [4, 2, 3],
        reference: { v in
            picked([4, 2, 3], from: [2, 3, 4], v[0]) { [$0[1], $0[2], $0[0]] }
        }
    ) { $0[0].transposed([2, 0, 1]) },
    OperationCase(
        "transpose", "large", [.spread([70, 45])], shape: [45, 70], smooth: false,
        reference: { v in
            picked([45, 70], from: [70, 45], v[0]) { [$0[1], $0[0]] }
        }
    ) { $0[0].transposed() },
    OperationCase("transpose", "of axes of size 1", [.spread([1, 3, 1])], shape: [3, 1, 1], reference: { $0[0] }) {
        $0[0].transposed([1, 0, 2])
    },
    OperationCase(
        "gather", "rows", [.spread([4, 3]), CaseArray([2, 0, 2], nil, .int32)], shape: [3, 3], twice: true,
        reference: { v in
            [2, 0, 2].flatMap { Array(v[0][3 * $0..<3 * $0 + 3]) }
        }
    ) { $0[0].gathered($0[1]) },
    OperationCase(
        "gather", "columns", [.spread([2, 4]), CaseArray([3, 1, 0, 1], [2, 2], .uint8)], shape: [2, 2, 2],
        reference: { v in
            [0, 1].flatMap { row in [3, 1, 0, 1].map { v[0][4 * row + $0] } }
        }
    ) { $0[0].gathered($0[1], axis: 1) },
    OperationCase(
        "gather", "outside is clamped", [.spread([3]), CaseArray([-4, 1, 9], nil, .int64)], smooth: false,
        reference: { v in
            [v[0][0], v[0][1], v[0][2]]
        }
    ) { $0[0].gathered($0[1]) },
    OperationCase(
        "gather", "nothing", [.spread([3, 2]), CaseArray([], [0], .int32)], shape: [0, 2], reference: { _ in [] }
    ) {
        $0[0].gathered($0[1])
    },
    OperationCase(
        "scatter_add", [.spread([3, 2]), CaseArray([1, 3, 1], nil, .int32)], shape: [4, 2], twice: true,
        reference: { v in
            [0, 0, v[0][0] + v[0][4], v[0][1] + v[0][5], 0, 0, v[0][2], v[0][3]]
        }
    ) {
        // The gradient of gathering is what scatters.
        let table = Tensor.zeros([4, 2], dtype: $0[0].dtype) + 0 * $0[0].sum()
        return try gradient(of: (table.gathered($0[1]) * $0[0]).sum(), withRespectTo: table)
    },
    OperationCase(
        "stack", "innermost", [.spread([3]), .spread([3], seed: 7)], shape: [3, 2], twice: true,
        reference: { v in
            zip(v[0], v[1]).flatMap { [$0 * $0, $1 * $1] }
        }
    ) { .stacked([square($0[0]), square($0[1])], axis: 1) },
    OperationCase(
        "stack", "outermost", [.spread([2, 2]), .spread([2, 2], seed: 7)], shape: [2, 2, 2],
        reference: { $0[0] + $0[1] }
    ) { .stacked([$0[0], $0[1]]) },
    OperationCase(
        "unstack", "steps", [.spread([2, 3, 2])], shape: [2, 2], twice: true,
        reference: { v in
            picked([2, 2], from: [2, 3, 2], zip(v[0], v[0]).map { $0 * $1 }) { [$0[0], 1, $0[1]] }
        }
    ) { square($0[0].unstacked(axis: 1)[1]) },
    OperationCase(
        "unstack", "put together in another order", [.spread([3, 2])], shape: [3, 2],
        reference: { v in
            picked([3, 2], from: [3, 2], v[0]) { [2 - $0[0], $0[1]] }
        }
    ) { .stacked($0[0].unstacked().reversed()) },
]
