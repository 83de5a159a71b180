import MyelinCore

/// A step of `LSTM` (Hochreiter and Schmidhuber 1997): with a the activation, σ the recurrent activation and the gates i, f,
/// g, o side by side in `x · kernel + h · recurrentKernel + bias`,
///
///     c' = σ(f) c + σ(i) a(g)
///     h' = σ(o) a(c')
///
/// Keras: `LSTMCell`.
///
/// - Input shape: (batch, features), and states h and c (batch, units).
/// - Output shape: (batch, units); the states behind it.
/// - Weights: kernel (features, 4 units), recurrent kernel (units, 4 units), bias (4 units).
public final class LSTMCell: UnitsCell {
    public let unitForgetBias: Bool

    /// - Parameters:
    ///   - units: size of output and states, at least 1.
    ///   - activation: of the new content and of c; tanh by default.
    ///   - recurrentActivation: of the gates; the sigmoid by default.
    ///   - unitForgetBias: whether the bias of f begins with ones.
    ///   - dropout: the share of the inputs that is dropped while training, the same in all steps.
    ///   - recurrentDropout: likewise of h; then each gate has masks of its own.
    ///   - seed: what the choice depends on; by default the model's seed.
    public convenience init(
        _ units: Int, activation: (any Activation)? = .tanh, recurrentActivation: (any Activation)? = .sigmoid,
        useBias: Bool = true, kernelInitializer: any Initializer = GlorotUniform(),
        recurrentInitializer: any Initializer = Orthogonal(), biasInitializer: any Initializer = Zeros(),
        unitForgetBias: Bool = true, kernelRegularizer: (any Regularizer)? = nil,
        recurrentRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, recurrentConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        name: String? = nil
    ) {
        self.init(
            RecurrentSettings(
                units: units, activation: activation, recurrentActivation: recurrentActivation, usesBias: useBias,
                kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
                recurrent: WeightRules(
                    recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
                bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
                dropout: dropout, recurrentDropout: recurrentDropout, seed: seed), unitForgetBias: unitForgetBias,
            name: name)
    }

    init(_ settings: RecurrentSettings, unitForgetBias: Bool, name: String?) {
        self.unitForgetBias = unitForgetBias
        super.init(settings, name: name)
    }

    convenience init(config: Config) throws {
        try self.init(config: config, name: config.string("name"))
    }

    convenience init(config: Config, name: String) throws {
        self.init(
            try RecurrentSettings(config: config), unitForgetBias: try config.bool("unit_forget_bias", default: true),
            name: name)
    }

    public override var className: String { "LSTMCell" }
    public override var config: ConfigObject {
        settings.config().merging(["unit_forget_bias": .bool(unitForgetBias)]) { $1 }
    }

    override var gateCount: Int { 4 }
    override var stateCount: Int { 2 }
    override var biasRules: WeightRules { settings.biasRemembering(unitForgetBias) }
    override var recurrence: Recurrence? {
        settings.activation is TanhActivation && settings.recurrentActivation is SigmoidActivation ? .lstm : nil
    }

    override func finish(
        _ projected: Tensor, _ recurrent: (Tensor, Range<Int>) -> Tensor, _ states: [Tensor]
    ) -> [Tensor] {
        settings.lstmStep(projected + recurrent(states[0], 0..<4 * units), states)
    }
}
