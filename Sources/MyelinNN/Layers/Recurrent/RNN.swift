import MyelinCore

/// Runs a cell over the steps of sequences. Keras: `RNN`.
///
/// A step that the input's mask leaves out changes no state; its output is the one before it (zeros at first), or zeros.
///
/// - Input shape: (batch, time, features…), then the initial states if they are given: `layer(x, initialState: [h, c])`.
/// - Output shape: (batch, units…), or (batch, time, units…) with `returnSequences`; with `returnState` the last states
///   (batch, units…) are further outputs.
/// - Weights: the cell's.
open class RNN: Layer {
    public let cell: RecurrentCell
    /// What is returned, and in which order steps are taken.
    public internal(set) var options: RecurrentOptions
    /// The states that a stateful layer keeps from batch to batch.
    public private(set) var states: [Variable] = []

    /// - Parameters:
    ///   - cell: what is done in a step.
    ///   - returnSequences: whether the output is that of each step, rather than of the last.
    ///   - returnState: whether the last states are outputs, too.
    ///   - goBackwards: whether to go from the last step to the first; the outputs come in that order.
    ///   - stateful: whether the states of a batch are the initial states of the next, which needs an `Input` with a
    ///     `batchSize`; see `resetStates`.
    ///   - unroll: kept for Keras; makes no difference here.
    ///   - zeroOutputForMask: whether a step that is masked out gives zeros, rather than the output before it.
    ///   - activityRegularizer: a penalty on the outputs.
    public init(
        _ cell: RecurrentCell, returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false,
        stateful: Bool = false, unroll: Bool = false, zeroOutputForMask: Bool = false,
        activityRegularizer: (any Regularizer)? = nil, name: String? = nil
    ) {
        self.cell = cell
        options = RecurrentOptions(
            returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful,
            unroll: unroll, zeroOutputForMask: zeroOutputForMask)
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    /// Runs cells one on top of the other, as `StackedRNNCells`.
    public convenience init(
        _ cells: [RecurrentCell], returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false,
        stateful: Bool = false, unroll: Bool = false, zeroOutputForMask: Bool = false,
        activityRegularizer: (any Regularizer)? = nil, name: String? = nil
    ) {
        self.init(
            StackedRNNCells(cells), returnSequences: returnSequences, returnState: returnState,
            goBackwards: goBackwards, stateful: stateful, unroll: unroll, zeroOutputForMask: zeroOutputForMask,
            activityRegularizer: activityRegularizer, name: name)
    }

    init(
        cell: RecurrentCell, _ options: RecurrentOptions, activityRegularizer: (any Regularizer)? = nil, name: String?
    ) {
        self.cell = cell
        self.options = options
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    convenience init(config: Config) throws {
        self.init(
            cell: try config.cell(), try RecurrentOptions(config: config), name: try config.string("name"))
    }

    open override var config: ConfigObject {
        options.config.merging(["cell": cell.serialized]) { $1 }
    }

    /// Of a layer that is a cell and its options in one: the settings of both.
    var configWithCell: ConfigObject {
        options.config.merging(cell.config) { $1 }.merging(["activity_regularizer": activityRegularizer.serialized]) {
            $1
        }
    }

    public override var sublayers: [Layer] { [cell] }
    public override var folders: [(path: String, layer: Layer)] { [("cell", cell)] }
    public override var supportsMasking: Bool { true }
    public override var needsBatchSize: Bool { options.stateful }
    /// Whether the cell is part of the layer, with its element type.
    var ownsCell: Bool { false }
    /// The rank of the input; any from 3 on where nil.
    var inputRank: Int? { nil }

    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) -> [Tensor?] {
        outputs.indices.map { $0 == 0 && options.returnSequences ? masks.first ?? nil : nil }
    }

    override func ignoresInputMasks(_ arguments: CallArguments) -> Bool { arguments.giveInitialStates }

    // MARK: Build

    public override func build(_ input: Shape) throws {
        guard input.rank >= 3, inputRank == nil || input.rank == inputRank else {
            let rank = inputRank.map { "rank \($0)" } ?? "rank 3 or more"
            throw MyelinError(.shape, "expected an input of \(rank) (batch, time, …), got \(input)")
        }
        let step = stepShape(input)
        if ownsCell { cell.dtypePolicy = dtypePolicy }
        try cell.ensureBuilt([step])
        guard options.stateful else { return }
        states = try cell.stateShapes(step).map { shape in
            let type = TensorType(Shape([input[0]] + shape.sizes), computeDType)
            return Variable(zeros: type, name: "rnn_state", trainable: false)
        }
    }

    private func stepShape(_ input: Shape) -> Shape { Shape([input[0]] + input.sizes.dropFirst(2)) }

    /// Keras: of an input alone its shape, with initial states theirs besides.
    override func buildConfig(_ shapes: [ConfigValue], _ arguments: CallArguments) -> ConfigValue {
        guard shapes.count > 1 else { return super.buildConfig(shapes, arguments) }
        return ["shapes_dict": ["sequences_shape": shapes[0], "initial_state_shape": .array(Array(shapes[1...]))]]
    }

    // MARK: Call

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        let (given, initial) = try arguments.sequence(inputs, states: "initial_state")
        guard given.rank >= 3, given.shape[1] >= 1 else {
            throw MyelinError(.shape, "expected an input (batch, time, …) of at least one step, got \(given.shape)")
        }
        var mask = try stepMask(of: given, context)
        let x = options.goBackwards ? given.reversed(axes: [1]) : given
        if options.goBackwards { mask = mask?.reversed(axes: [1]) }
        let step = stepShape(x.shape)
        for weight in cell.allWeights { weight.readPrecision = cell.dtypePolicy.precision }
        defer { for weight in cell.allWeights { weight.readPrecision = nil } }
        let first = try initial ?? keptStates(x.shape[0], context) ?? cell.zeroStates(step, x.dtype)
        try cell.checkStates(first, for: step)
        let result =
            try scanned(x, first, mask, startsFromZeros: initial == nil && !options.stateful, context)
            ?? unrolled(x, first, mask, context)
        for (variable, state) in zip(states, result.states) { context.update(variable, to: state) }
        return [result.output] + (options.returnState ? result.states : [])
    }

    /// The states that the last batch has left.
    private func keptStates(_ batch: Int, _ context: CallContext) throws -> [Tensor]? {
        guard options.stateful, let known = states.first?.shape[0] else { return nil }
        guard batch == known else {
            throw MyelinError(
                .shape,
                "is stateful and keeps the states of \(known) sequences; expected batches of \(known), got \(batch)")
        }
        return states.map { context.value(of: $0) }
    }

    private func stepMask(of x: Tensor, _ context: CallContext) throws -> Tensor? {
        guard var mask = context.mask(of: x) else { return nil }
        if mask.rank == 3, mask.shape[2] == 1 { mask = mask.squeezed(axes: [2]) }
        guard mask.shape == [x.shape[0], x.shape[1]] else {
            throw MyelinError(
                .shape, "expected a mask of shape \(Shape([x.shape[0], x.shape[1]])), got \(mask.shape)")
        }
        return mask.cast(to: .bool)
    }

    /// By the cell's own scan, if it has one.
    private func scanned(
        _ x: Tensor, _ first: [Tensor], _ mask: Tensor?, startsFromZeros: Bool, _ context: CallContext
    ) throws -> (output: Tensor, states: [Tensor])? {
        guard x.rank == 3, let (sequence, states) = try cell.scan(x, first, mask: mask, context) else { return nil }
        let output = options.returnSequences ? sequence : states[0]
        guard let mask else { return (output, states) }
        // A scan's outputs are its states, which masked steps keep. Outputs are zeros until the first step that counts.
        if !options.zeroOutputForMask, startsFromZeros { return (output, states) }
        var shown = mask
        if !options.zeroOutputForMask {
            let time = Tensor.range(to: Double(x.shape[1]), dtype: .int32)
            let firstThatCounts = mask.cast(to: .int32).argmax(axis: 1).cast(to: .int32).expanded(at: 1)
            shown = time.greaterEqual(firstThatCounts).and(mask.any(axes: [1], keepDimensions: true))
        }
        let zeros = Tensor.zeros(output.shape, dtype: output.dtype)
        let last = x.shape[1] - 1
        shown = options.returnSequences ? shown.expanded(at: 2) : shown.sliced(axis: 1, last..<last + 1)
        return (select(shown, output, zeros), states)
    }

    /// Step by step.
    private func unrolled(
        _ x: Tensor, _ first: [Tensor], _ mask: Tensor?, _ context: CallContext
    ) throws -> (output: Tensor, states: [Tensor]) {
        let step = try cell.steps(stepShape(x.shape), context)
        let masks = mask?.unstacked(axis: 1)
        var states = first, outputs: [Tensor] = []
        for (time, input) in x.unstacked(axis: 1).enumerated() {
            var result = try step(input, states)
            if let error = result.output.error ?? result.states.lazy.compactMap(\.error).first { throw error }
            if let mask = masks?[time] {
                let zeros = Tensor.zeros(result.output.shape, dtype: result.output.dtype)
                let before = options.zeroOutputForMask ? zeros : outputs.last ?? zeros
                result.output = chosen(mask, result.output, before)
                result.states = zip(result.states, states).map { chosen(mask, $0, $1) }
            }
            states = result.states
            outputs.append(result.output)
        }
        return (options.returnSequences ? Tensor.stacked(outputs, axis: 1) : outputs[outputs.count - 1], states)
    }

    /// `a` for the samples that count, else `b`.
    private func chosen(_ mask: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        select(mask.reshaped(to: Shape([a.shape[0]] + [Int](repeating: 1, count: a.rank - 1))), a, b)
    }
}

extension RNN: StatefulLayer {
    func clearStates() { for state in states { state.setZero() } }
}

// MARK: Drawing

extension Layer {
    /// Draws a recurrent layer (or `Bidirectional`) that begins with given states: `lstm(x, initialState: [h, c])`.
    public func callAsFunction(_ x: some Symbolic, initialState: [any Symbolic]) -> SymbolicTensor {
        outputs(of: x, initialState: initialState)[0]
    }

    /// All outputs of a recurrent layer that begins with given states; with `returnState` the last states among them.
    public func outputs(of x: any Symbolic, initialState: [any Symbolic]) -> [SymbolicTensor] {
        let states = initialState.indices.map { CallArgument.tensor($0 + 1) }
        let arguments = CallArguments(positional: [.tensor(0)], named: ["initial_state": .list(states)])
        return LayerCall(self, [x.symbolic] + initialState.map(\.symbolic), arguments).outputs
    }
}
