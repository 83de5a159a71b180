/// The recurrences that are computed as a whole: with tanh for the activation and the sigmoid for the gates.
///
/// With p the projected inputs of a step (input · kernel + bias), h the state and r = h · recurrentKernel (+ its own bias),
/// gates side by side in the order in which they are named:
///
///     simple  h' = tanh(p + r)
///     lstm    i, f, g, o = p + r;  c' = σ(f) c + σ(i) tanh(g);  h' = σ(o) tanh(c')
///     gru     z, s, n = p and r;   z = σ(pz + rz), s = σ(ps + rs), n = tanh(pn + s rn);  h' = z h + (1 - z) n
package enum Recurrence: Int, Hashable, Sendable, CaseIterable {
    case simple, lstm, gru

    /// Parts of a projected input, each as wide as the state.
    package var gateCount: Int { [1, 4, 3][rawValue] }
    /// Tensors that go from step to step: h, of the LSTM also c.
    package var stateCount: Int { self == .lstm ? 2 : 1 }
    /// Parts that the backward scan wants to know of each step: what the gates were, and for the GRU rn.
    package var savedCount: Int { [1, 4, 4][rawValue] }

    /// One step from other operations.
    func step(_ projected: Tensor, _ recurrent: Tensor, _ states: [Tensor]) -> (states: [Tensor], saved: [Tensor]) {
        let units = states[0].shape[1]
        func part(_ x: Tensor, _ number: Int) -> Tensor { x.sliced(axis: 1, number * units..<(number + 1) * units) }
        switch self {
        case .simple:
            let h = tanh(projected + recurrent)
            return ([h], [h])
        case .lstm:
            let sum = projected + recurrent
            let i = sigmoid(part(sum, 0)), f = sigmoid(part(sum, 1)), g = tanh(part(sum, 2)), o = sigmoid(part(sum, 3))
            let c = f * states[1] + i * g
            return ([o * tanh(c), c], [i, f, g, o])
        case .gru:
            let z = sigmoid(part(projected, 0) + part(recurrent, 0))
            let s = sigmoid(part(projected, 1) + part(recurrent, 1))
            let rn = part(recurrent, 2)
            let n = tanh(part(projected, 2) + s * rn)
            return ([z * states[0] + (1 - z) * n], [z, s, n, rn])
        }
    }
}
