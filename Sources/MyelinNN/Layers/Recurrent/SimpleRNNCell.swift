import MyelinCore

/// A step of `SimpleRNN`: `activation(x · kernel + h · recurrentKernel + bias)`, which is output and state. Keras:
/// `SimpleRNNCell`.
///
/// - Input shape: (batch, features), and a state (batch, units).
/// - Output shape: (batch, units).
/// - Weights: kernel (features, units), recurrent kernel (units, units), bias (units).
public final class SimpleRNNCell: UnitsCell {
    /// - Parameters:
    ///   - units: size of output and state, at least 1.
    ///   - activation: applied to the output; tanh by default.
    ///   - dropout: the share of the inputs that is dropped while training, the same in all steps.
    ///   - recurrentDropout: likewise of the state.
    ///   - seed: what the choice depends on; by default the model's seed.
    public convenience init(
        _ units: Int, activation: (any Activation)? = .tanh, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), recurrentInitializer: any Initializer = Orthogonal(),
        biasInitializer: any Initializer = Zeros(), kernelRegularizer: (any Regularizer)? = nil,
        recurrentRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, recurrentConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        name: String? = nil
    ) {
        self.init(
            RecurrentSettings(
                units: units, activation: activation, recurrentActivation: nil, usesBias: useBias,
                kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
                recurrent: WeightRules(
                    recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
                bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
                dropout: dropout, recurrentDropout: recurrentDropout, seed: seed), name: name)
    }

    override init(_ settings: RecurrentSettings, name: String?) { super.init(settings, name: name) }

    convenience init(config: Config) throws {
        self.init(try RecurrentSettings(config: config), name: try config.string("name"))
    }

    public override var config: ConfigObject { settings.config(hasGates: false) }

    override var recurrence: Recurrence? { settings.activation is TanhActivation ? .simple : nil }
    // As Keras, which drops everything at a rate of 1 here and nothing in its other cells.
    override func drops(_ rate: Double) -> Bool { rate > 0 }

    override func finish(
        _ projected: Tensor, _ recurrent: (Tensor, Range<Int>) -> Tensor, _ states: [Tensor]
    ) -> [Tensor] {
        [settings.activated(projected + recurrent(states[0], 0..<units))]
    }
}
