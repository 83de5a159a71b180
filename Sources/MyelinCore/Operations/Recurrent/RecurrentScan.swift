/// A recurrence over all steps of sequences.
///
/// Inputs: projected inputs (batch, time, gates · units), recurrent kernel (units, gates · units), the initial states
/// (batch, units), the recurrent bias (gates · units) if there is one, and the mask, Bool (batch, time), if there is one.
/// A step that is masked out leaves the states as they are.
///
/// Results: the last states (batch, units); h after each step (batch, time, units); and what the gradient reads: h before
/// each step, the saved parts (batch, time, parts · units), of the LSTM also c after each step.
package struct RecurrentScan: CompositeOperation {
    package static let name = "recurrent_scan"
    package let recurrence: Recurrence
    package let hasRecurrentBias: Bool
    package let hasMask: Bool

    package init(_ recurrence: Recurrence, hasRecurrentBias: Bool = false, hasMask: Bool = false) {
        self.recurrence = recurrence
        self.hasRecurrentBias = hasRecurrentBias
        self.hasMask = hasMask
    }

    /// The inputs by their roles.
    package struct Inputs<Element> {
        package let projected, kernel: Element
        package let states: [Element]
        package let recurrentBias, mask: Element?
    }

    package func roles<Element>(_ inputs: [Element]) -> Inputs<Element> {
        let end = 2 + recurrence.stateCount
        return Inputs(
            projected: inputs[0], kernel: inputs[1], states: Array(inputs[2..<end]),
            recurrentBias: hasRecurrentBias ? inputs[end] : nil,
            mask: hasMask ? inputs[end + (hasRecurrentBias ? 1 : 0)] : nil)
    }

    package var inputCount: Int { 2 + recurrence.stateCount + (hasRecurrentBias ? 1 : 0) + (hasMask ? 1 : 0) }

    // The places of the results behind the last states.
    package var sequencePlace: Int { recurrence.stateCount }
    package var previousPlace: Int { recurrence.stateCount + 1 }
    package var savedPlace: Int { recurrence.stateCount + 2 }
    package var cellsPlace: Int { recurrence.stateCount + 3 }

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let found = roles(inputs)
        let shape = found.projected.shape, dtype = found.projected.dtype, gates = recurrence.gateCount
        guard dtype.isFloatingPoint, shape.rank == 3, shape[2] % gates == 0 else {
            throw MyelinError(
                .shape, "expected projected inputs (batch, time, \(gates) · units), got \(found.projected)")
        }
        let units = shape[2] / gates
        func require(_ type: TensorType?, _ expected: Shape, _ what: String, _ element: DType? = nil) throws {
            guard let type, type != TensorType(expected, element ?? dtype) else { return }
            throw MyelinError(.shape, "\(what): expected \(element ?? dtype)\(expected), got \(type)")
        }
        try require(found.kernel, [units, gates * units], "recurrent kernel")
        for state in found.states { try require(state, [shape[0], units], "initial state") }
        try require(found.recurrentBias, [gates * units], "recurrent bias")
        try require(found.mask, [shape[0], shape[1]], "mask", .bool)
        let sequence = TensorType([shape[0], shape[1], units], dtype)
        let saved = TensorType([shape[0], shape[1], recurrence.savedCount * units], dtype)
        return found.states + [sequence, sequence, saved] + (recurrence == .lstm ? [sequence] : [])
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] { unrolled(inputs, shift: nil) }

    /// The scan step by step.
    ///
    /// - Parameter shift: (batch, time, gates · units), added to r; its gradient is that with respect to r.
    func unrolled(_ inputs: [Tensor], shift: Tensor?) -> [Tensor] {
        let found = roles(inputs)
        var states = found.states
        var sequence: [Tensor] = [], previous: [Tensor] = [], saved: [Tensor] = [], cells: [Tensor] = []
        let masks = found.mask?.unstacked(axis: 1), shifts = shift?.unstacked(axis: 1)
        for (time, projected) in found.projected.unstacked(axis: 1).enumerated() {
            previous.append(states[0])
            var recurrent = matmul(states[0], found.kernel)
            if let bias = found.recurrentBias { recurrent = recurrent + bias }
            if let shifts { recurrent = recurrent + shifts[time] }
            var step = recurrence.step(projected, recurrent, states)
            if let mask = masks?[time].expanded(at: 1) {
                step.states = zip(step.states, states).map { select(mask, $0, $1) }
            }
            states = step.states
            sequence.append(states[0])
            saved.append(Tensor.concatenated(step.saved, axis: 1))
            if recurrence == .lstm { cells.append(states[1]) }
        }
        let lists = [sequence, previous, saved] + (recurrence == .lstm ? [cells] : [])
        return states + lists.map { Tensor.stacked($0, axis: 1) }
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        // The last results are there for the gradient; only its own gradient depends on them.
        guard step.cotangents[previousPlace...].allSatisfy({ $0 == nil }) else { return gradientsOfDecomposition(step) }
        let found = roles(step.inputs)
        let arriving = Array(step.cotangents[...sequencePlace])
        let backward = RecurrentScanGradient(scan: self, arriving: arriving.map { $0 != nil })
        let results = Node.record(
            backward, step.inputs + step.outputs[previousPlace...] + arriving.compactMap { $0 })
        guard results.count == backward.resultCount else { return step.inputs.map { _ in results[0] } }
        let recurrent = recurrence == .gru ? results[1] : results[0]
        func rows(_ x: Tensor) -> Tensor { x.reshaped(to: [x.shape[0] * x.shape[1], x.shape[2]]) }
        let kernel = Tensor.record(MatMul(aTransposed: true), rows(step.outputs[previousPlace]), rows(recurrent))
        var gradients: [Tensor?] = [results[0], kernel]
        for state in results.suffix(recurrence.stateCount) { gradients.append(state) }
        if found.recurrentBias != nil { gradients.append(rows(recurrent).sum(axes: [0])) }
        if hasMask { gradients.append(nil) }
        return gradients
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        // The product with the kernel, and what is done to each number of its result.
        let units = inputs[1].shape[0]
        return (2 * units + 10) * inputs[0].shape.count
    }
}
