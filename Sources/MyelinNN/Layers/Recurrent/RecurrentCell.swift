import MyelinCore

/// What a recurrent layer does in one step: from the step's input and the states to an output and new states. Keras: a cell.
///
/// A cell of one's own says how large its states are and overrides `step`; `RNN(cell)` runs it over sequences:
///
///     final class LeakyCell: RecurrentCell {
///         var kernel: Variable!
///         override func build(_ input: Shape) throws {
///             kernel = addWeight("kernel", shape: [input[1], 8], initializer: GlorotUniform())
///         }
///         override func stateShapes(_ input: Shape) -> [Shape] { [[8]] }
///         override func step(_ x: Tensor, _ states: [Tensor], _ context: CallContext) -> RecurrentStep {
///             let y = states[0] * 0.9 + matmul(x, kernel.value)
///             return RecurrentStep(output: y, states: [y])
///         }
///     }
open class RecurrentCell: Layer {
    /// The shapes of the states, without the batch axis, for a step's inputs of this shape (with the batch axis).
    open func stateShapes(_ input: Shape) throws -> [Shape] { [] }

    /// One step.
    open func step(_ x: Tensor, _ states: [Tensor], _ context: CallContext) throws -> RecurrentStep {
        throw MyelinError(.argument, "\(className): has no step; override step(_:_:_:)")
    }

    /// The step for one pass over sequences, whose steps' inputs have this shape. What stays the same throughout, such as
    /// what dropout drops, is made here.
    open func steps(_ input: Shape, _ context: CallContext) throws -> (Tensor, [Tensor]) throws -> RecurrentStep {
        { try self.step($0, $1, context) }
    }

    /// All steps at once: h after each step (batch, time, …) and the last states; nil for a cell that has no such way.
    ///
    /// - Parameter mask: Bool (batch, time); where false the states stay as they are.
    func scan(
        _ x: Tensor, _ states: [Tensor], mask: Tensor?, _ context: CallContext
    ) throws -> (sequence: Tensor, states: [Tensor])? { nil }

    /// By itself: the output and the new states, for the step's input and the states.
    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        let (x, states) = try arguments.sequence(inputs, states: "states")
        let given = try states ?? zeroStates(x.shape, x.dtype)
        try checkStates(given, for: x.shape)
        let result = try steps(x.shape, context)(x, given)
        return [result.output] + result.states
    }

    /// Zeros for states.
    func zeroStates(_ input: Shape, _ dtype: DType) throws -> [Tensor] {
        try stateShapes(input).map { .zeros(Shape([input[0]] + $0.sizes), dtype: dtype) }
    }

    /// Throws if states do not fit.
    func checkStates(_ states: [Tensor], for input: Shape) throws {
        let expected = try stateShapes(input).map { Shape([input[0]] + $0.sizes) }
        guard states.map(\.shape) == expected else {
            func list(_ shapes: [Shape]) -> String { shapes.map(\.description).joined(separator: ", ") }
            throw MyelinError(.shape, "expected states of shapes \(list(expected)), got \(list(states.map(\.shape)))")
        }
    }

    /// What a step is multiplied by to drop a share of it: one factor for each number, drawn anew in each call.
    func dropped(_ shape: Shape, _ rate: Double, _ generator: SeedGenerator, _ context: CallContext) -> Tensor {
        let counter = context.value(of: generator.counter)
        let uniform = Tensor.randomUniform(shape, key: generator.key.value, counter: counter)
        context.update(generator.counter, to: counter + 1)
        let scale = Tensor(rate < 1 ? 1 / (1 - rate) : 0, computeDType).broadcast(to: shape)
        return select(uniform.greaterEqual(Tensor(rate)), scale, Tensor.zeros(shape, dtype: computeDType))
    }
}

/// What a cell makes of a step.
public struct RecurrentStep {
    /// The output of the step (batch, units…).
    public var output: Tensor
    /// The states after the step, each (batch, units…).
    public var states: [Tensor]

    /// What a cell's step gives.
    public init(output: Tensor, states: [Tensor]) {
        self.output = output
        self.states = states
    }
}

extension CallArguments {
    /// Whether a recurrent layer is called with states to begin with. Keras then takes no mask from its input.
    var giveInitialStates: Bool {
        switch positional.count > 1 ? positional[1] : named["initial_state"] {
        case .tensor?, .list?, .fields?: true
        default: false
        }
    }

    /// What a recurrent layer or a cell is called with: its input, and states if there are any - in the second argument, in
    /// that of a name, or behind the input in a list.
    func sequence(_ inputs: [Tensor], states name: String) throws -> (x: Tensor, states: [Tensor]?) {
        var others = named
        for known in ["training", "mask", name, "sequences", "inputs", "sequence"] { others[known] = nil }
        if let special = CallArguments(positional: [], named: others).special {
            throw MyelinError(.argument, "cannot be called with \(special)")
        }
        func tensors(_ argument: CallArgument) -> [Tensor] {
            switch argument {
            case .tensor(let number): [inputs[number]]
            case .list(let elements): elements.flatMap(tensors)
            case .fields(let fields): fields.keys.sorted().flatMap { tensors(fields[$0]!) }
            case .literal: []
            }
        }
        let first = positional.first ?? named["sequences"] ?? named["inputs"] ?? named["sequence"]
        let front = first.map(tensors) ?? []
        guard let x = front.first else { throw MyelinError(.argument, "expected an input") }
        let given = (positional.count > 1 ? positional[1] : named[name]).map(tensors) ?? []
        let states = Array(front.dropFirst()) + given
        return (x, states.isEmpty ? nil : states)
    }
}

extension Config {
    /// The cell that stands under the key "cell".
    func cell() throws -> RecurrentCell {
        guard let cell = try layer("cell") as? RecurrentCell else {
            throw MyelinError(.file, "\(owner): setting 'cell': expected a cell, got \(values["cell"] ?? .null)")
        }
        return cell
    }
}
