import MyelinCore
import TestSupport

private func overRows(_ values: [Double], _ columns: Int, _ combine: ([Double]) -> Double) -> [Double] {
    stride(from: 0, to: values.count, by: columns).map { combine(Array(values[$0..<$0 + columns])) }
}

private func overColumns(_ values: [Double], _ columns: Int, _ combine: ([Double]) -> Double) -> [Double] {
    (0..<columns).map { column in combine(stride(from: column, to: values.count, by: columns).map { values[$0] }) }
}

/// Sums of a (2, 3, 4) array over its first and last axis.
private func overOuterAxes(_ values: [Double]) -> [Double] {
    var sums: [Double] = [0, 0, 0]
    for (place, value) in values.enumerated() { sums[place / 4 % 3] += value }
    return sums
}

let reduceCases: [OperationCase] = [
    OperationCase("reduce", "sum of all", [.spread([3, 4])], shape: [], reference: { [$0[0].reduce(0, +)] }) {
        $0[0].sum()
    },
    OperationCase(
        "reduce", "sum of rows", [.spread([3, 4])], shape: [3], reference: { overRows($0[0], 4) { $0.reduce(0, +) } }
    ) {
        $0[0].sum(axes: [1])
    },
    OperationCase(
        "reduce", "sum of columns, kept", [.spread([3, 4])], shape: [1, 4],
        reference: { overColumns($0[0], 4) { $0.reduce(0, +) } }
    ) {
        $0[0].sum(axes: [-2], keepDimensions: true)
    },
    OperationCase(
        "reduce", "sum of the outer axes", [.spread([2, 3, 4])], shape: [3],
        reference: { overOuterAxes($0[0]) }
    ) { $0[0].sum(axes: [0, 2]) },
    OperationCase("reduce", "sum of nothing", [.spread([0, 3])], shape: [3], reference: { _ in [0, 0, 0] }) {
        $0[0].sum(axes: [0])
    },
    OperationCase(
        "reduce", "long rows", [.spread([5, 1037])], shape: [5], tolerance: 1e-4, smooth: false,
        reference: { overRows($0[0], 1037) { $0.reduce(0, +) } }
    ) {
        $0[0].sum(axes: [1])
    },
    OperationCase(
        "reduce", "long columns", [.spread([1037, 5])], shape: [5], tolerance: 1e-4, smooth: false,
        reference: { overColumns($0[0], 5) { $0.reduce(0, +) } }
    ) {
        $0[0].sum(axes: [0])
    },
    OperationCase(
        "reduce", "integers", [.spread([4, 5], from: -9, to: 9, dtype: .int32)], shape: [4],
        reference: { overRows($0[0], 5) { $0.reduce(0, +) } }
    ) {
        $0[0].sum(axes: [1])
    },
    OperationCase(
        "reduce", "count of true", [CaseArray([1, 0, 1, 1], [2, 2], .bool)], shape: [2], reference: { _ in [1, 2] }
    ) {
        $0[0].sum(axes: [1])
    },
    OperationCase(
        "reduce", "mean", [.spread([3, 4])], shape: [4], reference: { overColumns($0[0], 4) { $0.reduce(0, +) / 3 } }
    ) {
        $0[0].mean(axes: [0])
    },
    OperationCase(
        "reduce", "mean of integers", [CaseArray([1, 2, 4], nil, .int32)], shape: [], reference: { _ in [7.0 / 3] }
    ) { $0[0].mean() },
    OperationCase(
        "reduce", "variance", [.spread([3, 4])], shape: [3], twice: true,
        reference: { v in
            overRows(v[0], 4) { row in
                let mean = row.reduce(0, +) / 4
                return row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
            }
        }
    ) { $0[0].variance(axes: [1]) },
    OperationCase(
        "reduce", "product", [.spread([3, 4])], shape: [3], twice: true,
        reference: { overRows($0[0], 4) { $0.reduce(1, *) } }
    ) {
        $0[0].product(axes: [1])
    },
    OperationCase(
        "reduce", "product with zeros", [CaseArray([2, 0, 3, 5, 0, 0, 7, 1, 4], [3, 3])], shape: [3],
        reference: { _ in [0, 0, 28] }
    ) {
        $0[0].product(axes: [1])
    },
    OperationCase("reduce", "product of all", [.spread([2, 3])], shape: [], reference: { [$0[0].reduce(1, *)] }) {
        $0[0].product()
    },
    OperationCase("reduce", "maximum", [.spread([3, 4])], shape: [3], reference: { overRows($0[0], 4) { $0.max()! } }) {
        $0[0].max(axes: [1])
    },
    OperationCase(
        "reduce", "minimum", [.spread([3, 4])], shape: [4], reference: { overColumns($0[0], 4) { $0.min()! } }
    ) { $0[0].min(axes: [0]) },
    OperationCase(
        "reduce", "maximum of integers", [.spread([3, 4], from: -50, to: 50, dtype: .int64)], shape: [],
        reference: { [$0[0].max()!] }
    ) {
        $0[0].max()
    },
    OperationCase(
        "reduce", "any", [CaseArray([0, 0, 1, 0, 0, 0], [3, 2], .bool)], shape: [3], reference: { _ in [0, 1, 0] }
    ) { $0[0].any(axes: [1]) },
    OperationCase(
        "reduce", "all", [CaseArray([1, 1, 1, 0, 0, 0], [3, 2], .bool)], shape: [3], reference: { _ in [1, 0, 0] }
    ) { $0[0].all(axes: [1]) },
    OperationCase(
        "argument_reduce", "largest", [CaseArray([1, 5, 5, 7, 7, 2], [2, 3])], shape: [2], smooth: false,
        reference: { _ in [1, 0] }
    ) {
        $0[0].argmax()
    },
    OperationCase(
        "argument_reduce", "smallest", [CaseArray([1, 5, 5, 7, 0, 2], [2, 3])], shape: [3], smooth: false,
        reference: { _ in [0, 1, 1] }
    ) {
        $0[0].argmin(axis: 0)
    },
    OperationCase(
        "argument_reduce", "integers", [CaseArray([3, 9, 4], nil, .int32)], shape: [], reference: { _ in [1] }
    ) { $0[0].argmax() },
    OperationCase(
        "argument_reduce", "bytes", [CaseArray([3, 200, 4], nil, .uint8)], shape: [], reference: { _ in [1] }
    ) { $0[0].argmax() },
]
