import Foundation
import MyelinCore
import TestSupport

private func product(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
    (0..<m * n).map { place in (0..<k).reduce(0) { $0 + a[place / n * k + $1] * b[$1 * n + place % n] } }
}

private func transposed(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    (0..<rows * columns).map { a[$0 % rows * columns + $0 / rows] }
}

/// m × k times k × n, each operand as it is and as the transpose of one that lies the other way.
private func matrixCases(_ m: Int, _ k: Int, _ n: Int, smooth: Bool) -> [OperationCase] {
    let tolerance = 1e-6 * Double(max(k, 4))
    return [
        OperationCase(
            "matmul", "\(m)×\(k)×\(n)", [.spread([m, k]), .spread([k, n], seed: 5)], shape: [m, n],
            tolerance: tolerance, twice: smooth, smooth: smooth,
            reference: {
                product($0[0], $0[1], m, k, n)
            }
        ) { matmul($0[0], $0[1]) },
        OperationCase(
            "matmul", "\(m)×\(k)ᵀ×\(n)", [.spread([k, m]), .spread([k, n], seed: 5)], shape: [m, n],
            tolerance: tolerance, smooth: smooth,
            reference: {
                product(transposed($0[0], k, m), $0[1], m, k, n)
            }
        ) { matmul($0[0].transposed(), $0[1]) },
        OperationCase(
            "matmul", "\(m)×\(k)×\(n)ᵀ", [.spread([m, k]), .spread([n, k], seed: 5)], shape: [m, n],
            tolerance: tolerance, smooth: smooth,
            reference: {
                product($0[0], transposed($0[1], n, k), m, k, n)
            }
        ) { matmul($0[0], $0[1].transposed()) },
        OperationCase(
            "matmul", "\(m)×\(k)ᵀ×\(n)ᵀ", [.spread([k, m]), .spread([n, k], seed: 5)], shape: [m, n],
            tolerance: tolerance, twice: smooth, smooth: smooth,
            reference: {
                product(transposed($0[0], k, m), transposed($0[1], n, k), m, k, n)
            }
        ) { matmul($0[0].transposed(), $0[1].transposed()) },
    ]
}

private func softmaxRow(_ row: [Double]) -> [Double] {
    let largest = row.max() ?? 0
    let exps = row.map { exp($0 - largest) }
    let total = exps.reduce(0, +)
    return exps.map { $0 / total }
}

private func byRows(_ values: [Double], _ columns: Int, _ body: ([Double]) -> [Double]) -> [Double] {
    stride(from: 0, to: values.count, by: columns).flatMap { body(Array(values[$0..<$0 + columns])) }
}

private let matrixGroups: [[OperationCase]] = [
    matrixCases(2, 3, 4, smooth: true), matrixCases(1, 1, 1, smooth: false), matrixCases(19, 30, 24, smooth: false),
    matrixCases(33, 17, 70, smooth: false), matrixCases(3, 0, 2, smooth: false), matrixCases(1, 65, 1, smooth: false),
]

private let productCases: [OperationCase] = [
    OperationCase(
        "matmul", "batch", [.spread([2, 2, 3]), .spread([2, 3, 2], seed: 5)], shape: [2, 2, 2], twice: true,
        reference: { v in
            (0..<2).flatMap { product(Array(v[0][6 * $0..<6 * $0 + 6]), Array(v[1][6 * $0..<6 * $0 + 6]), 2, 3, 2) }
        }
    ) { matmul($0[0], $0[1]) },
    OperationCase(
        "matmul", "broadcast batch", [.spread([2, 3]), .spread([2, 3, 2], seed: 5)], shape: [2, 2, 2],
        reference: { v in
            (0..<2).flatMap { product(v[0], Array(v[1][6 * $0..<6 * $0 + 6]), 2, 3, 2) }
        }
    ) { matmul($0[0], $0[1]) },
    OperationCase(
        "matmul", "rows of more axes", [.spread([2, 2, 3]), .spread([3, 2], seed: 5)], shape: [2, 2, 2],
        reference: {
            product($0[0], $0[1], 4, 3, 2)
        }
    ) { matmul($0[0], $0[1]) },
    OperationCase(
        "matmul", "vectors", [.spread([5]), .spread([5], seed: 5)], shape: [],
        reference: { v in
            [zip(v[0], v[1]).reduce(0) { $0 + $1.0 * $1.1 }]
        }
    ) { matmul($0[0], $0[1]) },
    OperationCase(
        "matmul", "matrix and vector", [.spread([2, 3]), .spread([3], seed: 5)], shape: [2],
        reference: {
            product($0[0], $0[1], 2, 3, 1)
        }
    ) { matmul($0[0], $0[1]) },
    OperationCase(
        "matmul", "bias and relu", [.spread([3, 4]), .spread([4, 5], seed: 5), .spread([5], seed: 8)], shape: [3, 5],
        reference: { v in
            zip(product(v[0], v[1], 3, 4, 5), 0...).map { max($0 + v[2][$1 % 5], 0) }
        }
    ) { relu(matmul($0[0], $0[1]) + $0[2]) },
    OperationCase(
        "matmul", "bias and sigmoid", [.spread([3, 4]), .spread([4, 1], seed: 5), .spread([1], seed: 8)],
        shape: [3, 1], twice: true,
        reference: { v in
            product(v[0], v[1], 3, 4, 1).map { 1 / (1 + exp(-$0 - v[2][0])) }
        }
    ) { sigmoid(matmul($0[0], $0[1]) + $0[2]) },
    OperationCase(
        "matmul", "more axes, bias and tanh", [.spread([2, 3, 4]), .spread([4, 5], seed: 5), .spread([5], seed: 8)],
        shape: [2, 3, 5],
        reference: { v in
            zip(product(v[0], v[1], 6, 4, 5), 0...).map { tanh($0 + v[2][$1 % 5]) }
        }
    ) { tanh(matmul($0[0], $0[1]) + $0[2]) },
    OperationCase(
        "matmul", "bytes", [CaseArray.spread([6, 40], from: 0, to: 3, dtype: .uint8), .spread([40, 9], seed: 5)],
        shape: [6, 9], tolerance: 1e-5, smooth: false,
        reference: {
            product($0[0], $0[1], 6, 40, 9)
        }
    ) { matmul($0[0].cast(to: $0[1].dtype), $0[1]) },
    OperationCase(
        "softmax", [.spread([3, 4], from: -4, to: 4)], shape: [3, 4], twice: true,
        reference: { byRows($0[0], 4, softmaxRow) }
    ) { softmax($0[0]) },
    OperationCase(
        "softmax", "first axis", [.spread([3, 2])], shape: [3, 2],
        reference: { v in
            transposed(byRows(transposed(v[0], 3, 2), 3, softmaxRow), 2, 3)
        }
    ) { softmax($0[0], axis: 0) },
    OperationCase(
        "softmax", "large operands", [CaseArray([1000, 1001, -1000], [1, 3])], smooth: false,
        reference: { byRows($0[0], 3, softmaxRow) }
    ) {
        softmax($0[0])
    },
    OperationCase("softmax", "one class", [.spread([3, 1])], reference: { $0[0].map { _ in 1 } }) { softmax($0[0]) },
    OperationCase("softmax", "no rows", [.spread([0, 4])], shape: [0, 4], reference: { _ in [] }) { softmax($0[0]) },
    OperationCase(
        "softmax", "wide", [.spread([3, 130], from: -4, to: 4)], smooth: false,
        reference: { byRows($0[0], 130, softmaxRow) }
    ) { softmax($0[0]) },
    OperationCase(
        "softmax", "logarithm", [.spread([3, 4], from: -4, to: 4)], shape: [3, 4], tolerance: 1e-5, twice: true,
        reference: {
            byRows($0[0], 4) { softmaxRow($0).map { log($0) } }
        }
    ) { logSoftmax($0[0]) },
    OperationCase(
        "softmax_gradient", [.spread([2, 3], seed: 21), .spread([2, 3], seed: 5)],
        reference: { v in
            (0..<2).flatMap { row -> [Double] in
                let y = softmaxRow(Array(v[1][3 * row..<3 * row + 3])), g = Array(v[0][3 * row..<3 * row + 3])
                let inner = zip(g, y).reduce(0) { $0 + $1.0 * $1.1 }
                return zip(g, y).map { $1 * ($0 - inner) }
            }
        }
    ) { try gradient(of: (softmax($0[1]) * $0[0]).sum(), withRespectTo: $0[1]) },
]

let linearCases: [OperationCase] = matrixGroups.flatMap { $0 } + productCases
