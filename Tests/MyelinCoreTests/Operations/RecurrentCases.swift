import MyelinCore
import TestSupport

// Scans have no reference of their own: the kernels are compared with the decomposition in Float64, and its gradients with
// finite differences. What the decomposition computes is compared with Keras in MyelinNNTests.

/// Masks out steps at the start, in the middle, at the end, all, none, and every other one.
private func mask(batch: Int, time: Int) -> CaseArray {
    let values = (0..<batch * time).map { place -> Double in
        let (sequence, step) = (place / time, place % time)
        let isOut =
            switch sequence % 6 {
            case 0: step < 1
            case 1: step == time / 2
            case 2: step >= time - 2
            case 3: true
            case 4: false
            default: step % 2 == 0
            }
        return isOut ? 0 : 1
    }
    return CaseArray(values, [batch, time], .bool)
}

private struct ScanCase {
    let scan: RecurrentScan
    let batch, time, units: Int

    var detail: String {
        "\(scan.recurrence) \(batch)×\(time)×\(units)\(scan.hasRecurrentBias ? " bias" : "")\(scan.hasMask ? " mask" : "")"
    }

    var inputs: [CaseArray] {
        let width = scan.recurrence.gateCount * units
        var inputs: [CaseArray] = [
            .spread([batch, time, width], from: -1, to: 1),
            .spread([units, width], from: -2 / Double(units), to: 2 / Double(units), seed: 2),
        ]
        for state in 0..<scan.recurrence.stateCount {
            inputs.append(.spread([batch, units], from: -1, to: 1, seed: 3 + state))
        }
        if scan.hasRecurrentBias { inputs.append(.spread([width], from: -0.5, to: 0.5, seed: 5)) }
        if scan.hasMask { inputs.append(mask(batch: batch, time: time)) }
        return inputs
    }

    /// All results that are there for a user, in one row.
    var values: OperationCase {
        OperationCase("recurrent_scan", detail, inputs) { [scan] inputs in
            let results = Node.record(scan, inputs)
            return Tensor.concatenated(results[...scan.sequencePlace].map { $0.flattened() })
        }
    }

    /// The gradients of all inputs, in one row.
    ///
    /// - Parameter root: a number from the last states and the sequence.
    func gradients(
        _ what: String, twice: Bool = false,
        _ root: @escaping @Sendable (_ states: [Tensor], _ sequence: Tensor) -> Tensor
    ) -> OperationCase {
        OperationCase("recurrent_scan_gradient", "\(detail) \(what)", inputs, tolerance: 1e-5, twice: twice) {
            [scan] inputs in
            let results = Node.record(scan, inputs)
            let value = root(Array(results[..<scan.sequencePlace]), results[scan.sequencePlace])
            let sources = inputs.filter { $0.dtype.isFloatingPoint }
            return Tensor.concatenated(
                try gradient(of: value, withRespectTo: sources).map { $0.flattened() })
        }
    }
}

@Sendable private func sumOfSquares(_ tensors: [Tensor]) -> Tensor {
    tensors.dropFirst().reduce(square(tensors[0]).sum()) { $0 + square($1).sum() }
}

let recurrentCases: [OperationCase] = Recurrence.allCases.flatMap { recurrence -> [OperationCase] in
    let bias = recurrence == .gru
    let small = [
        ScanCase(scan: RecurrentScan(recurrence), batch: 2, time: 3, units: 2),
        ScanCase(scan: RecurrentScan(recurrence, hasRecurrentBias: bias, hasMask: true), batch: 6, time: 4, units: 3),
    ]
    // Whole vectors and a rest, whole tiles and a rest.
    let large = ScanCase(
        scan: RecurrentScan(recurrence, hasRecurrentBias: bias, hasMask: true), batch: 13, time: 3, units: 21)
    // One sequence, whose units several threads share.
    let single = ScanCase(scan: RecurrentScan(recurrence, hasMask: true), batch: 1, time: 9, units: 100)
    let full = ScanCase(scan: RecurrentScan(recurrence), batch: 8, time: 4, units: 32)
    return small.map(\.values) + [large.values, single.values]
        + [
            small[0].gradients("of all", twice: true) { sumOfSquares($0 + [$1]) },
            small[1].gradients("of the sequence") { _, sequence in sumOfSquares([sequence]) },
            small[1].gradients("of the last states") { states, _ in sumOfSquares(states) },
            small[0].gradients("of h") { states, _ in sumOfSquares([states[0]]) },
            large.checkedByRoutes("of all") { sumOfSquares($0 + [$1]) },
            full.checkedByRoutes("of all") { sumOfSquares($0 + [$1]) },
        ]
}

extension ScanCase {
    /// As `gradients`; too large for finite differences.
    func checkedByRoutes(
        _ what: String, _ root: @escaping @Sendable (_ states: [Tensor], _ sequence: Tensor) -> Tensor
    ) -> OperationCase {
        let found = gradients(what, root)
        return OperationCase(found.operation, found.detail, found.inputs, tolerance: 3e-5, smooth: false) {
            try found.function($0)[0]
        }
    }
}
