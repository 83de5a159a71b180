import MyelinCore

/// What the cells of `SimpleRNN`, `LSTM` and `GRU` have in common: a kernel for the inputs, one for the state, a bias, side
/// by side for all gates, and dropout.
public class UnitsCell: RecurrentCell {
    /// What the cell was made with.
    public let settings: RecurrentSettings
    /// The kernel of the inputs (features, gates · units); there when the cell is built.
    public private(set) var kernel: Variable!
    /// The kernel of the states (units, gates · units); there when the cell is built.
    public private(set) var recurrentKernel: Variable!
    /// The biases of all gates; nil without them, and until the cell is built.
    public private(set) var bias: Variable?
    private var generator: SeedGenerator?

    init(_ settings: RecurrentSettings, name: String?) {
        self.settings = settings
        super.init(name: name)
    }

    /// The size of output and state.
    public var units: Int { settings.units }
    /// The recurrence that is computed as a whole, if the cell's settings are its.
    var recurrence: Recurrence? { nil }
    var gateCount: Int { 1 }
    var stateCount: Int { 1 }
    var biasShape: Shape { [gateCount * units] }
    var biasRules: WeightRules { settings.bias }
    /// The bias of the inputs, and that of the states where they differ.
    var biases: (input: Tensor?, recurrent: Tensor?) { (bias?.value, nil) }

    public override func build(_ input: Shape) throws {
        guard units >= 1 else { throw MyelinError(.argument, "expected at least 1 unit, got \(units)") }
        guard input.rank == 2 else {
            throw MyelinError(.shape, "expected a step's input of rank 2 (batch, features), got \(input)")
        }
        // Keeps products of sizes far from overflow; no memory holds as many.
        guard units < 1 << 28 else { throw MyelinError(.argument, "\(units) units are more than any memory holds") }
        kernel = addWeight("kernel", shape: [input[1], gateCount * units], settings.kernel)
        recurrentKernel = addWeight("recurrent_kernel", shape: [units, gateCount * units], settings.recurrent)
        if settings.usesBias { bias = addWeight("bias", shape: biasShape, biasRules) }
        if settings.dropout > 0 || settings.recurrentDropout > 0 { generator = addSeedGenerator(seed: settings.seed) }
    }

    public override var sublayers: [Layer] { settings.sublayers }
    public override var folders: [(path: String, layer: Layer)] { settings.folders }

    public override func stateShapes(_ input: Shape) -> [Shape] { [Shape](repeating: [units], count: stateCount) }

    // MARK: Step by step

    /// From the products of the inputs and of the states with their kernels (biases added) to the new states.
    ///
    /// - Parameter recurrent: multiplies states by columns of the recurrent kernel; for a gate that changes them first.
    func finish(_ projected: Tensor, _ recurrent: (Tensor, Range<Int>) -> Tensor, _ states: [Tensor]) -> [Tensor] {
        states
    }

    public override func steps(
        _ input: Shape, _ context: CallContext
    ) throws -> (Tensor, [Tensor]) throws -> RecurrentStep {
        try check(input[1])
        let masks = masks(input, context)
        let whole = (kernel: kernel.value, recurrent: recurrentKernel.value), biases = biases, units = units
        func gates(_ matrix: Tensor) -> [Tensor] {
            (0..<gateCount).map { matrix.sliced(axis: 1, $0 * units..<($0 + 1) * units) }
        }
        let kernels = masks.inputs.count > 1 ? gates(whole.kernel) : [whole.kernel]
        return { x, states in
            // A mask for each gate means a product for each gate.
            let products = kernels.enumerated().map { gate, kernel in
                matmul(masks.inputs.isEmpty ? x : x * masks.inputs[gate], kernel)
            }
            var projected = Tensor.concatenated(products, axis: 1)
            if let bias = biases.input { projected = projected + bias }
            func recurrent(_ state: Tensor, _ columns: Range<Int>) -> Tensor {
                var product: Tensor
                if masks.states.isEmpty {
                    product = matmul(state, whole.recurrent.sliced(axis: 1, columns))
                } else {
                    let parts = (columns.lowerBound / units..<columns.upperBound / units).map { gate in
                        let part = whole.recurrent.sliced(axis: 1, gate * units..<(gate + 1) * units)
                        return matmul(state * masks.states[masks.states.count > 1 ? gate : 0], part)
                    }
                    product = Tensor.concatenated(parts, axis: 1)
                }
                if let bias = biases.recurrent { product = product + bias.sliced(axis: 0, columns) }
                return product
            }
            let new = self.finish(projected, recurrent, states)
            return RecurrentStep(output: new[0], states: new)
        }
    }

    private func check(_ features: Int) throws {
        guard features == kernel.shape[0] else {
            throw MyelinError(.shape, "expected an input with \(kernel.shape[0]) features, got \(features)")
        }
    }

    /// Whether a rate drops anything.
    func drops(_ rate: Double) -> Bool { rate > 0 && rate < 1 }

    /// What the inputs and the states are multiplied by while training. As Keras: one mask for all gates, but one for each
    /// if the states are dropped, too.
    private func masks(_ input: Shape, _ context: CallContext) -> (inputs: [Tensor], states: [Tensor]) {
        guard context.training, let generator else { return ([], []) }
        let count = settings.recurrentDropout > 0 ? gateCount : 1
        func draw(_ shape: Shape, _ rate: Double) -> [Tensor] {
            drops(rate) ? (0..<count).map { _ in dropped(shape, rate, generator, context) } : []
        }
        return (draw(input, settings.dropout), draw([input[0], units], settings.recurrentDropout))
    }

    // MARK: All steps at once

    override func scan(
        _ x: Tensor, _ states: [Tensor], mask: Tensor?, _ context: CallContext
    ) throws -> (sequence: Tensor, states: [Tensor])? {
        guard let recurrence, !(context.training && drops(settings.recurrentDropout)), states[0].dtype == x.dtype
        else { return nil }
        try check(x.shape[2])
        var x = x
        // Without dropout of the states there is one mask at most.
        if let mask = masks([x.shape[0], x.shape[2]], context).inputs.first { x = x * mask.expanded(at: 1) }
        let biases = biases
        // In rows, so that the product adds the bias itself.
        var rows = matmul(x.reshaped(to: [x.shape[0] * x.shape[1], x.shape[2]]), kernel.value)
        if let bias = biases.input { rows = rows + bias }
        let projected = rows.reshaped(to: [x.shape[0], x.shape[1], gateCount * units])
        let scan = RecurrentScan(recurrence, hasRecurrentBias: biases.recurrent != nil, hasMask: mask != nil)
        let inputs = [projected, recurrentKernel.value] + states + [biases.recurrent, mask].compactMap { $0 }
        let results = Node.record(scan, inputs)
        if let error = results[0].error { throw error }
        return (results[scan.sequencePlace], Array(results[..<scan.recurrence.stateCount]))
    }
}
