import MyelinCore

/// A recurrent layer whose output is fed back: `h = activation(x · kernel + h · recurrentKernel + bias)`. Keras: `SimpleRNN`.
///
/// With tanh, and without `recurrentDropout` in training, all steps are one operation.
///
/// - Input shape: (batch, time, features), and the initial state (batch, units) if it is given.
/// - Output shape: (batch, units), or (batch, time, units) with `returnSequences`; with `returnState` the last state behind
///   it.
/// - Weights: kernel (features, units), recurrent kernel (units, units), bias (units).
public final class SimpleRNN: RNN {
    /// - Parameters: those of `SimpleRNNCell`, and how to go over the sequences:
    ///   - returnSequences: whether the output is that of each step, rather than of the last.
    ///   - returnState: whether the last state is an output, too.
    ///   - goBackwards: whether to go from the last step to the first; the outputs come in that order.
    ///   - stateful: whether the states of a batch are the initial states of the next, which needs an `Input` with a
    ///     `batchSize`; see `resetStates`.
    ///   - unroll: kept for Keras; makes no difference here.
    ///   - zeroOutputForMask: whether a step that is masked out gives zeros, rather than the output before it.
    ///   - activityRegularizer: a penalty on the outputs.
    public init(
        _ units: Int, activation: (any Activation)? = .tanh, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), recurrentInitializer: any Initializer = Orthogonal(),
        biasInitializer: any Initializer = Zeros(), kernelRegularizer: (any Regularizer)? = nil,
        recurrentRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        recurrentConstraint: (any Constraint)? = nil, biasConstraint: (any Constraint)? = nil, dropout: Double = 0,
        recurrentDropout: Double = 0, seed: Int? = nil, returnSequences: Bool = false, returnState: Bool = false,
        goBackwards: Bool = false, stateful: Bool = false, unroll: Bool = false, zeroOutputForMask: Bool = false,
        name: String? = nil
    ) {
        let settings = RecurrentSettings(
            units: units, activation: activation, recurrentActivation: nil, usesBias: useBias,
            kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
            recurrent: WeightRules(
                recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
            bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
            dropout: dropout, recurrentDropout: recurrentDropout, seed: seed)
        let options = RecurrentOptions(
            returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful,
            unroll: unroll, zeroOutputForMask: zeroOutputForMask)
        super.init(
            cell: SimpleRNNCell(settings, name: "simple_rnn_cell"), options,
            activityRegularizer: activityRegularizer, name: name)
    }

    init(config: Config) throws {
        super.init(
            cell: SimpleRNNCell(try RecurrentSettings(config: config), name: "simple_rnn_cell"),
            try RecurrentOptions(config: config),
            activityRegularizer: try config.regularizer("activity_regularizer"),
            name: try config.string("name"))
    }

    public override var className: String { "SimpleRNN" }
    public override var config: ConfigObject { configWithCell }
    override var inputRank: Int? { 3 }
    override var ownsCell: Bool { true }
}
