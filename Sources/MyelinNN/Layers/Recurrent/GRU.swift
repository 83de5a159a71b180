import MyelinCore

/// Gated recurrent units (Cho et al. 2014); the formula stands at `GRUCell`. Keras: `GRU`.
///
/// With tanh and the sigmoid, `resetAfter`, and without `recurrentDropout` in training, all steps are one operation.
///
/// - Input shape: (batch, time, features), and the initial state (batch, units) if it is given.
/// - Output shape: (batch, units), or (batch, time, units) with `returnSequences`; with `returnState` the last state behind
///   it.
/// - Weights: kernel (features, 3 units), recurrent kernel (units, 3 units), bias (2, 3 units), or (3 units) without
///   `resetAfter`.
public final class GRU: RNN {
    /// - Parameters: those of `GRUCell`, and how to go over the sequences:
    ///   - returnSequences: whether the output is that of each step, rather than of the last.
    ///   - returnState: whether the last state is an output, too.
    ///   - goBackwards: whether to go from the last step to the first; the outputs come in that order.
    ///   - stateful: whether the states of a batch are the initial states of the next, which needs an `Input` with a
    ///     `batchSize`; see `resetStates`.
    ///   - unroll: kept for Keras; makes no difference here.
    ///   - zeroOutputForMask: whether a step that is masked out gives zeros, rather than the output before it.
    ///   - activityRegularizer: a penalty on the outputs.
    public init(
        _ units: Int, activation: (any Activation)? = .tanh, recurrentActivation: (any Activation)? = .sigmoid,
        useBias: Bool = true, kernelInitializer: any Initializer = GlorotUniform(),
        recurrentInitializer: any Initializer = Orthogonal(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, recurrentRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, activityRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, recurrentConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
        unroll: Bool = false, resetAfter: Bool = true, zeroOutputForMask: Bool = false, name: String? = nil
    ) {
        let settings = RecurrentSettings(
            units: units, activation: activation, recurrentActivation: recurrentActivation, usesBias: useBias,
            kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
            recurrent: WeightRules(
                recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
            bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
            dropout: dropout, recurrentDropout: recurrentDropout, seed: seed)
        let options = RecurrentOptions(
            returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful,
            unroll: unroll, zeroOutputForMask: zeroOutputForMask)
        super.init(
            cell: GRUCell(settings, resetAfter: resetAfter, name: "gru_cell"), options,
            activityRegularizer: activityRegularizer, name: name)
    }

    init(config: Config) throws {
        super.init(
            cell: try GRUCell(config: config, name: "gru_cell"), try RecurrentOptions(config: config),
            activityRegularizer: try config.regularizer("activity_regularizer"),
            name: try config.string("name"))
    }

    public override var className: String { "GRU" }
    public override var config: ConfigObject { configWithCell }
    override var inputRank: Int? { 3 }
    override var ownsCell: Bool { true }
}
