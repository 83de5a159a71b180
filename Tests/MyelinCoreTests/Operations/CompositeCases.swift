import Foundation
import MyelinCore
import TestSupport

/// Reads an array of some shape by its indices.
private struct Grid {
    let values: [Double]
    let shape: [Int]

    init(_ values: [Double], _ shape: [Int]) {
        self.values = values
        self.shape = shape
    }

    subscript(_ indices: Int...) -> Double {
        values[zip(indices, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }
}

/// Attention by its definition; `sees` tells which keys (sample, head, time, key) count.
private func attended(
    _ v: [[Double]], _ b: Int, _ t: Int, _ s: Int, _ n: Int, _ h: Int, _ d: Int, scale: Double,
    sees: (Int, Int, Int, Int) -> Bool = { _, _, _, _ in true }
) -> [Double] {
    let q = Grid(v[0], [b, t, n, h]), k = Grid(v[1], [b, s, n, h]), value = Grid(v[2], [b, s, n, d])
    var result: [Double] = []
    for sample in 0..<b {
        for time in 0..<t {
            for head in 0..<n {
                let seen = (0..<s).filter { sees(sample, head, time, $0) }
                let exps = (0..<s).map { key -> Double in
                    if seen.isEmpty { return 1 }
                    if !seen.contains(key) { return 0 }
                    return exp(scale * (0..<h).reduce(0) { $0 + q[sample, time, head, $1] * k[sample, key, head, $1] })
                }
                let total = exps.reduce(0, +)
                for place in 0..<d {
                    result.append((0..<s).reduce(0) { $0 + exps[$1] / total * value[sample, $1, head, place] })
                }
            }
        }
    }
    return result
}

private func attentionInputs(_ b: Int, _ t: Int, _ s: Int, _ n: Int, _ h: Int, _ d: Int) -> [CaseArray] {
    [.spread([b, t, n, h]), .spread([b, s, n, h], seed: 5), .spread([b, s, n, d], seed: 9)]
}

/// Row 1 of sample 0 sees nothing.
private let flags = CaseArray([1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0], [2, 1, 2, 4], .bool)

private let attentionCases: [OperationCase] = [
    OperationCase(
        "attention", "two heads", attentionInputs(2, 3, 4, 2, 3, 2), shape: [2, 3, 2, 2], tolerance: 5e-6, twice: true,
        reference: { attended($0, 2, 3, 4, 2, 3, 2, scale: 1 / 3.0.squareRoot()) }
    ) { attention(query: $0[0], key: $0[1], value: $0[2]) },
    OperationCase(
        "attention", "mask", attentionInputs(2, 2, 4, 2, 2, 3) + [flags], shape: [2, 2, 2, 3], tolerance: 5e-6,
        reference: { v in
            attended(v, 2, 2, 4, 2, 2, 3, scale: 0.5) { sample, _, time, key in v[3][8 * sample + 4 * time + key] != 0 }
        }
    ) { attention(query: $0[0], key: $0[1], value: $0[2], mask: $0[3], scale: 0.5) },
    OperationCase(
        "attention", "mask of queries",
        attentionInputs(1, 3, 2, 1, 2, 2) + [CaseArray([1, 0, 1], [1, 1, 3, 1], .bool)], shape: [1, 3, 1, 2],
        tolerance: 5e-6,
        reference: { v in attended(v, 1, 3, 2, 1, 2, 2, scale: 2) { _, _, time, _ in time != 1 } }
    ) { attention(query: $0[0], key: $0[1], value: $0[2], mask: $0[3], scale: 2) },
    OperationCase(
        "attention", "in blocks", attentionInputs(1, 70, 900, 1, 2, 3), shape: [1, 70, 1, 3], tolerance: 1e-5,
        smooth: false, reference: { attended($0, 1, 70, 900, 1, 2, 3, scale: 1) }
    ) { attention(query: $0[0], key: $0[1], value: $0[2], scale: 1) },
    // Without a reference: against the decomposition, where Float64 gives it.
    OperationCase(
        "attention_gradient", "in blocks", attentionInputs(2, 70, 600, 2, 3, 5), tolerance: 2e-5, smooth: false
    ) { inputs in
        let output = attention(query: inputs[0], key: inputs[1], value: inputs[2])
        let slopes = try gradient(of: (output * output).sum(), withRespectTo: Array(inputs[..<3]))
        return Tensor.concatenated(slopes.map { $0.flattened() })
    },
    OperationCase(
        "attention_gradient", "mask", attentionInputs(2, 2, 4, 2, 2, 3) + [flags], tolerance: 1e-5
    ) { inputs in
        let output = attention(query: inputs[0], key: inputs[1], value: inputs[2], mask: inputs[3])
        let slopes = try gradient(of: (output * output).sum(), withRespectTo: Array(inputs[..<3]))
        return Tensor.concatenated(slopes.map { $0.flattened() })
    },
]

private func normalizedRows(
    _ x: [Double], _ columns: Int, gamma: [Double]? = nil, beta: [Double]? = nil, centered: Bool = true
) -> [Double] {
    stride(from: 0, to: x.count, by: columns).flatMap { start -> [Double] in
        let row = Array(x[start..<start + columns])
        let mean = centered ? row.reduce(0, +) / Double(columns) : 0
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
        return row.enumerated().map { place, value in
            (value - mean) / (variance + 1e-3).squareRoot() * (gamma?[place] ?? 1) + (beta?[place] ?? 0)
        }
    }
}

private let normalizationCases: [OperationCase] = [
    OperationCase(
        "layer_normalization", "gamma and beta", [.spread([3, 5]), .spread([5], seed: 4), .spread([5], seed: 8)],
        shape: [3, 5], tolerance: 5e-6, twice: true,
        reference: { normalizedRows($0[0], 5, gamma: $0[1], beta: $0[2]) }
    ) { layerNormalized($0[0], gamma: $0[1], beta: $0[2]) },
    OperationCase(
        "layer_normalization", "beta alone", [.spread([2, 4]), .spread([4], seed: 8)], shape: [2, 4], tolerance: 5e-6,
        reference: { normalizedRows($0[0], 4, beta: $0[1]) }
    ) { layerNormalized($0[0], beta: $0[1]) },
    OperationCase(
        "layer_normalization", "two axes", [.spread([2, 3, 4]), .spread([3, 4], seed: 4)], shape: [2, 3, 4],
        tolerance: 5e-6, reference: { normalizedRows($0[0], 12, gamma: $0[1]) }
    ) { layerNormalized($0[0], axes: 2, gamma: $0[1]) },
    OperationCase(
        "layer_normalization", "root mean square", [.spread([3, 4]), .spread([4], seed: 4)], shape: [3, 4],
        tolerance: 5e-6, twice: true, reference: { normalizedRows($0[0], 4, gamma: $0[1], centered: false) }
    ) { layerNormalized($0[0], gamma: $0[1], centered: false) },
    OperationCase(
        "layer_normalization", "many rows", [.spread([200, 130])], shape: [200, 130], tolerance: 5e-6, smooth: false,
        reference: { normalizedRows($0[0], 130) }
    ) { layerNormalized($0[0]) },
    OperationCase("layer_normalization", "no rows", [.spread([0, 4])], shape: [0, 4], reference: { _ in [] }) {
        layerNormalized($0[0])
    },
    OperationCase(
        "layer_normalization_gradient", "many rows",
        [.spread([200, 130]), .spread([130], seed: 4), .spread([130], seed: 8)], tolerance: 2e-5, smooth: false
    ) { inputs in
        let output = layerNormalized(inputs[0], gamma: inputs[1], beta: inputs[2])
        let slopes = try gradient(of: (output * output * output).sum(), withRespectTo: inputs)
        return Tensor.concatenated([slopes[0].flattened(), slopes[1] / 100, slopes[2] / 100])
    },
]

let compositeCases: [OperationCase] = attentionCases + normalizationCases
