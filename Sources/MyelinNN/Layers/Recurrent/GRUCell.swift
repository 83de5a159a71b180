import MyelinCore

/// A step of `GRU` (Cho et al. 2014): with a the activation, σ the recurrent activation and the gates z, r, n side by side in
/// p = x · kernel + bias and in q = h · recurrentKernel + bias of its own,
///
///     z = σ(pz + qz),  r = σ(pr + qr)
///     n = a(pn + r qn)                            after: the reset gate multiplies the product
///     n = a(pn + (r h) · recurrentKernel n)       before: it multiplies the state
///     h' = z h + (1 - z) n
///
/// Keras: `GRUCell`.
///
/// - Input shape: (batch, features), and a state (batch, units).
/// - Output shape: (batch, units).
/// - Weights: kernel (features, 3 units), recurrent kernel (units, 3 units), bias (2, 3 units), or (3 units) where the reset
///   gate comes before the product.
public final class GRUCell: UnitsCell {
    public let resetAfter: Bool

    /// - Parameters:
    ///   - units: size of output and state, at least 1.
    ///   - activation: of the new content; tanh by default.
    ///   - recurrentActivation: of the gates; the sigmoid by default.
    ///   - dropout: the share of the inputs that is dropped while training, the same in all steps.
    ///   - recurrentDropout: likewise of h; then each gate has masks of its own.
    ///   - resetAfter: whether the reset gate comes after the product with the recurrent kernel.
    ///   - seed: what the choice depends on; by default the model's seed.
    public convenience init(
        _ units: Int, activation: (any Activation)? = .tanh, recurrentActivation: (any Activation)? = .sigmoid,
        useBias: Bool = true, kernelInitializer: any Initializer = GlorotUniform(),
        recurrentInitializer: any Initializer = Orthogonal(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, recurrentRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        recurrentConstraint: (any Constraint)? = nil, biasConstraint: (any Constraint)? = nil, dropout: Double = 0,
        recurrentDropout: Double = 0, resetAfter: Bool = true, seed: Int? = nil, name: String? = nil
    ) {
        self.init(
            RecurrentSettings(
                units: units, activation: activation, recurrentActivation: recurrentActivation, usesBias: useBias,
                kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
                recurrent: WeightRules(
                    recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
                bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
                dropout: dropout, recurrentDropout: recurrentDropout, seed: seed), resetAfter: resetAfter, name: name)
    }

    init(_ settings: RecurrentSettings, resetAfter: Bool, name: String?) {
        self.resetAfter = resetAfter
        super.init(settings, name: name)
    }

    convenience init(config: Config) throws {
        try self.init(config: config, name: config.string("name"))
    }

    convenience init(config: Config, name: String) throws {
        self.init(
            try RecurrentSettings(config: config), resetAfter: try config.bool("reset_after", default: true),
            name: name)
    }

    public override var config: ConfigObject {
        settings.config().merging(["reset_after": .bool(resetAfter)]) { $1 }
    }

    override var gateCount: Int { 3 }
    override var biasShape: Shape { resetAfter ? [2, 3 * units] : [3 * units] }
    override var biases: (input: Tensor?, recurrent: Tensor?) {
        guard let bias = bias?.value, resetAfter else { return (bias?.value, nil) }
        return (bias[0], bias[1])
    }
    override var recurrence: Recurrence? {
        resetAfter && settings.activation is TanhActivation && settings.recurrentActivation is SigmoidActivation
            ? .gru : nil
    }

    override func finish(
        _ projected: Tensor, _ recurrent: (Tensor, Range<Int>) -> Tensor, _ states: [Tensor]
    ) -> [Tensor] {
        let h = states[0]
        func part(_ x: Tensor, _ number: Int) -> Tensor { x.sliced(axis: 1, number * units..<(number + 1) * units) }
        let product = recurrent(h, 0..<(resetAfter ? 3 : 2) * units)
        let z = settings.gate(part(projected, 0) + part(product, 0))
        let r = settings.gate(part(projected, 1) + part(product, 1))
        let inner = resetAfter ? r * part(product, 2) : recurrent(r * h, 2 * units..<3 * units)
        let n = settings.activated(part(projected, 2) + inner)
        return [z * h + (1 - z) * n]
    }
}
