import Foundation
import MyelinCore
import TestSupport

/// 1 where a condition holds.
private func truth(_ holds: Bool) -> Double { holds ? 1 : 0 }

/// Pairs of whole numbers, some of them equal.
private func comparison(
    _ operation: String, _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor,
    _ reference: @escaping @Sendable (Double, Double) -> Bool
) -> [OperationCase] {
    [DType.float64, .int32, .int64, .uint8].map { dtype in
        let a = CaseArray([1, 2, 3, 4, 5, 6], [2, 3], dtype), b = CaseArray([1, 3, 2, 4, 6, 5], [2, 3], dtype)
        return OperationCase(
            operation, "\(dtype)", [a, b], smooth: false,
            reference: { zip($0[0], $0[1]).map { truth(reference($0, $1)) } }
        ) { function($0[0], $0[1]) }
    }
}

private let bools = CaseArray([0, 0, 1, 1], [2, 2], .bool)
private let otherBools = CaseArray([0, 1, 0, 1], [2, 2], .bool)

private let arithmeticGroups: [[OperationCase]] = [
    OperationCase.binary("add", { $0 + $1 }, { $0 + $1 }),
    OperationCase.binary("add", from: -50, to: 50, dtype: .int32, { $0 + $1 }, { $0 + $1 }),
    OperationCase.binary("add", from: 0, to: 100, dtype: .uint8, { $0 + $1 }, { $0 + $1 }),
    OperationCase.binary("subtract", { $0 - $1 }, { $0 - $1 }),
    OperationCase.binary("subtract", from: -50, to: 50, dtype: .int64, { $0 - $1 }, { $0 - $1 }),
    OperationCase.binary("multiply", twice: true, { $0 * $1 }, { $0 * $1 }),
    OperationCase.binary("multiply", from: -50, to: 50, dtype: .int32, { $0 * $1 }, { $0 * $1 }),
    OperationCase.binary("divide", from: 0.5, to: 3, twice: true, { $0 / $1 }, { $0 / $1 }),
    OperationCase.binary(
        "divide", from: -20, to: 20, dtype: .int32, { $0 / $1 }, { $1 == 0 ? 0 : ($0 / $1).rounded(.towardZero) }),
    OperationCase.binary(
        "divide", from: 0, to: 9, dtype: .uint8, { $0 / $1 }, { $1 == 0 ? 0 : ($0 / $1).rounded(.towardZero) }),
    OperationCase.binary("remainder", from: 0.5, to: 3, { $0 % $1 }, { $0 - ($0 / $1).rounded(.down) * $1 }),
    OperationCase.binary(
        "remainder", from: -9, to: 9, dtype: .int64, { $0 % maximum($1, 2) },
        { a, b in a - (a / max(b, 2)).rounded(.down) * max(b, 2) }),
    OperationCase.binary("maximum", { maximum($0, $1) }, { max($0, $1) }),
    OperationCase.binary("maximum", from: -9, to: 9, dtype: .int32, { maximum($0, $1) }, { max($0, $1) }),
    OperationCase.binary("minimum", { minimum($0, $1) }, { min($0, $1) }),
    OperationCase.binary("minimum", from: 0, to: 200, dtype: .uint8, { minimum($0, $1) }, { min($0, $1) }),
    OperationCase.binary("power", from: 0.3, to: 2.5, tolerance: 1e-5, twice: true, { power($0, $1) }, { pow($0, $1) }),
]

let arithmeticCases: [OperationCase] = arithmeticGroups.flatMap { $0 }

private let comparisonGroups: [[OperationCase]] = [
    comparison("equal", { $0.equal($1) }, { $0 == $1 }),
    comparison("not_equal", { $0.notEqual($1) }, { $0 != $1 }),
    comparison("less", { $0.less($1) }, { $0 < $1 }),
    comparison("less_equal", { $0.lessEqual($1) }, { $0 <= $1 }),
    comparison("greater", { $0.greater($1) }, { $0 > $1 }),
    comparison("greater_equal", { $0.greaterEqual($1) }, { $0 >= $1 }),
]

private let logicCases: [OperationCase] = [
    OperationCase("equal", "bool", [bools, otherBools], reference: { _ in [1, 0, 0, 1] }) { $0[0].equal($0[1]) },
    OperationCase(
        "clipped_relu", [CaseArray([-3, -0.5, 0.25, 1.5, 1.75, 9], nil, .float32)], twice: true,
        reference: { $0[0].map { min(max($0, 0), 1.625) } }
    ) { clippedRelu($0[0], ceiling: 1.625) },
    OperationCase("and", [bools, otherBools], reference: { _ in [0, 0, 0, 1] }) { $0[0].and($0[1]) },
    OperationCase("or", [bools, otherBools], reference: { _ in [0, 1, 1, 1] }) { $0[0].or($0[1]) },
    OperationCase("not", [bools], reference: { _ in [1, 1, 0, 0] }) { $0[0].not() },
    OperationCase(
        "is_nan", [CaseArray([1, .nan, .infinity, -.infinity, 0, .nan])], smooth: false,
        reference: { $0[0].map { truth($0.isNaN) } }
    ) { $0[0].isNaN() },
    OperationCase(
        "is_finite", [CaseArray([1, .nan, .infinity, -.infinity, 0, 5])], smooth: false,
        reference: { $0[0].map { truth($0.isFinite) } }
    ) { $0[0].isFinite() },
    OperationCase(
        "select", [CaseArray([1, 0, 0, 1, 1, 0], [2, 3], .bool), .spread([2, 3]), .spread([2, 3], seed: 9)],
        reference: { zip($0[0], zip($0[1], $0[2])).map { $0 != 0 ? $1.0 : $1.1 } }
    ) { select($0[0], $0[1], $0[2]) },
    OperationCase(
        "select", "broadcast", [CaseArray([1, 0], [2, 1], .bool), .spread([3]), .spread([2, 1], seed: 9)],
        shape: [2, 3],
        reference: { v in v[1] + [v[2][1], v[2][1], v[2][1]] }
    ) { select($0[0], $0[1], $0[2]) },
    OperationCase(
        "select", "integers",
        [CaseArray([1, 0, 1], nil, .bool), CaseArray([1, 2, 3], nil, .int32), CaseArray([7, 8, 9], nil, .int32)],
        reference: { _ in [1, 8, 3] }
    ) { select($0[0], $0[1], $0[2]) },
]

let comparisonCases: [OperationCase] = comparisonGroups.flatMap { $0 } + logicCases

private let functionGroups: [[OperationCase]] = [
    OperationCase.unary("exp", twice: true, { exp($0) }, { exp($0) }),
    OperationCase.unary("expm1", { expm1($0) }, { expm1($0) }),
    OperationCase.unary("log", from: 0.2, to: 5, { log($0) }, { log($0) }),
    OperationCase.unary("log1p", from: -0.7, to: 4, { log1p($0) }, { log1p($0) }),
    OperationCase.unary("softplus", from: -4, to: 4, { softplus($0) }, { log1p(exp($0)) }),
    OperationCase.unary("square", twice: true, { square($0) }, { $0 * $0 }),
    OperationCase.unary("sqrt", from: 0.2, to: 5, { sqrt($0) }, { $0.squareRoot() }),
    OperationCase.unary("rsqrt", from: 0.2, to: 5, { rsqrt($0) }, { 1 / $0.squareRoot() }),
    OperationCase.unary("reciprocal", from: 0.2, to: 5, { reciprocal($0) }, { 1 / $0 }),
    OperationCase.unary("relu", { relu($0) }, { max($0, 0) }),
    OperationCase.unary("leaky_relu", { leakyRelu($0, slope: 0.3) }, { $0 > 0 ? $0 : 0.3 * $0 }),
    OperationCase.unary("negate", { -$0 }, { -$0 }),
    OperationCase.unary("abs", { abs($0) }, { abs($0) }),
    OperationCase.unary("sign", { sign($0) }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }),
    OperationCase.unary("floor", from: -5, to: 5, { floor($0) }, { $0.rounded(.down) }),
    OperationCase.unary("ceil", from: -5, to: 5, { ceil($0) }, { $0.rounded(.up) }),
    OperationCase.unary("round", from: -5, to: 5, { round($0) }, { $0.rounded(.toNearestOrEven) }),
    OperationCase.unary("sin", from: -6, to: 6, twice: true, { sin($0) }, { sin($0) }),
    OperationCase.unary("cos", from: -6, to: 6, { cos($0) }, { cos($0) }),
    OperationCase.unary("tanh", twice: true, { tanh($0) }, { tanh($0) }),
    OperationCase.unary("sigmoid", from: -5, to: 5, twice: true, { sigmoid($0) }, { 1 / (1 + exp(-$0)) }),
    OperationCase.unary("erf", { erf($0) }, { erf($0) }),
    OperationCase.unary("erfinv", from: -0.95, to: 0.95, tolerance: 1e-5, { erf(erfinv($0)) }, { $0 }),
]

let functionCases: [OperationCase] = functionGroups.flatMap { $0 }

private let cotangents = CaseArray.spread([2, 3], seed: 21)

/// The gradient of sum(g · f(x)) with respect to x, from g and x.
private func gradientCase(
    _ operation: String, _ function: @escaping @Sendable (Tensor) -> Tensor,
    _ slope: @escaping @Sendable (Double) -> Double
) -> OperationCase {
    OperationCase(
        operation, [cotangents, .spread([2, 3], seed: 5)], twice: true,
        reference: { zip($0[0], $0[1]).map { $0 * slope($1) } }
    ) {
        try gradient(of: (function($0[1]) * $0[0]).sum(), withRespectTo: $0[1])
    }
}

let gradientOperationCases: [OperationCase] = [
    gradientCase("relu_gradient", { relu($0) }, { $0 > 0 ? 1 : 0 }),
    gradientCase("leaky_relu_gradient", { leakyRelu($0, slope: 0.1) }, { $0 > 0 ? 1 : 0.1 }),
    gradientCase("tanh_gradient", { tanh($0) }, { 1 - tanh($0) * tanh($0) }),
    gradientCase("sigmoid_gradient", { sigmoid($0) }, { exp(-$0) / ((1 + exp(-$0)) * (1 + exp(-$0))) }),
]

let sourceCases: [OperationCase] = [
    OperationCase("iota", [], shape: [7], reference: { _ in [0, 1, 2, 3, 4, 5, 6] }) { _ in Tensor.range(to: 7) },
    OperationCase("iota", "empty", [], shape: [0], reference: { _ in [] }) { _ in Tensor.range(to: 0) },
    OperationCase(
        "random_uniform", [CaseArray([5], [], .int64), CaseArray([2], [], .int64)], shape: [3, 5]
    ) { Tensor.randomUniform([3, 5], key: $0[0], counter: $0[1], dtype: .float64) },
    OperationCase(
        "convert", "float to int", [CaseArray([-2.7, -0.5, 0.5, 2.7])], smooth: false,
        reference: { _ in [-2, 0, 0, 2] }
    ) {
        $0[0].cast(to: .int32)
    },
    OperationCase(
        "convert", "float to bool", [CaseArray([-2.7, 0, 0.5, .nan])], smooth: false, reference: { _ in [1, 0, 1, 1] }
    ) {
        $0[0].cast(to: .bool)
    },
    OperationCase("convert", "bytes to float", [CaseArray([0, 1, 128, 255], nil, .uint8)], reference: { $0[0] }) {
        $0[0].cast(to: .float32)
    },
    OperationCase("convert", "bool to int64", [CaseArray([0, 1, 1], nil, .bool)], reference: { $0[0] }) {
        $0[0].cast(to: .int64)
    },
    OperationCase(
        "convert", "to float64 and back", [.spread([3, 4])], smooth: false,
        reference: { $0[0].map { Double(Float($0)) } }
    ) {
        $0[0].cast(to: .float32).cast(to: .float64)
    },
    OperationCase("round_float16", [.spread([2, 3])], smooth: false, reference: { $0[0].map { Double(Float16($0)) } }) {
        $0[0].rounded(to: .float16)
    },
    OperationCase("round_bfloat16", [.spread([2, 3])], smooth: false, reference: { $0[0].map(toBFloat16) }) {
        $0[0].rounded(to: .bfloat16)
    },
    OperationCase("stop_gradient", [.spread([2, 3])], smooth: false, reference: { $0[0] }) { $0[0].stoppingGradient() },
    OperationCase("constant", [.spread([2])], reference: { $0[0].map { $0 + 2.5 } }) {
        $0[0] + Tensor(2.5, $0[0].dtype)
    },
]

/// By hand: 8 bits of mantissa, halves to even.
private func toBFloat16(_ x: Double) -> Double {
    guard x != 0 else { return x }
    let unit = x.binade.ulp * 0x1p45
    return (x / unit).rounded(.toNearestOrEven) * unit
}
