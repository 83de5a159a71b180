/// The gradient of a recurrent scan, from its last step back to the first.
///
/// Inputs: those of the scan, its results for the gradient (h before each step, the parts, of the LSTM also c), and the gradients of its last states and of its
/// sequence, as far as there are any.
///
/// Results: the gradients with respect to the projected inputs; for the GRU, where they differ, with respect to r; and with
/// respect to the initial states. The gradient of the recurrent kernel is a product of all earlier states with that of r.
package struct RecurrentScanGradient: CompositeOperation {
    package static let name = "recurrent_scan_gradient"
    package let scan: RecurrentScan
    /// Which gradients there are, of the last states and of the sequence.
    package let arriving: [Bool]

    package var resultCount: Int { (scan.recurrence == .gru ? 2 : 1) + scan.recurrence.stateCount }
    /// Where the gradients that come begin among the inputs.
    package var arrivingPlace: Int { scan.inputCount + (scan.recurrence == .lstm ? 3 : 2) }

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let found = scan.roles(inputs)
        let projected = [TensorType](repeating: found.projected, count: scan.recurrence == .gru ? 2 : 1)
        return projected + found.states
    }

    /// By the decomposition of the scan itself, which is differentiated.
    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let found = scan.roles(inputs)
        let shift = scan.recurrence == .gru ? Tensor.zeros(found.projected.shape, dtype: found.projected.dtype) : nil
        let outputs = scan.unrolled(Array(inputs[..<scan.inputCount]), shift: shift)
        var given = inputs[arrivingPlace...]
        let cotangents = arriving.map { $0 ? given.removeFirst() : nil }
        let sources = [found.projected] + (shift.map { [$0] } ?? []) + found.states
        let gradients = pullback(of: Array(outputs.prefix(arriving.count)), cotangents: cotangents, to: sources)
        return zip(sources, gradients).map { $1 ?? Tensor.zeros($0.shape, dtype: $0.dtype) }
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        scan.floatingPointOperations(inputs: inputs, outputs: outputs)
    }
}
