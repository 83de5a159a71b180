import MyelinCore

/// What the cells of `SimpleRNN`, `LSTM` and `GRU` are made with, and the layers around them likewise.
public struct RecurrentSettings: Sendable {
    /// The size of output and state.
    public let units: Int
    /// Of the output, or of the candidate for the new state.
    public let activation: (any Activation)?
    /// Of the gates; a simple cell has none.
    public let recurrentActivation: (any Activation)?
    /// Whether biases are added. Keras: `use_bias`.
    public let usesBias: Bool
    /// How the kernel of the inputs, that of the states and the bias begin, and what keeps them in bounds.
    public let kernel, recurrent, bias: WeightRules
    /// The shares of the inputs and of the states that are dropped while training, the same in all steps.
    public let dropout, recurrentDropout: Double
    /// What the choice depends on; by default the model's seed.
    public let seed: Int?

    init(
        units: Int, activation: (any Activation)?, recurrentActivation: (any Activation)?, usesBias: Bool,
        kernel: WeightRules, recurrent: WeightRules, bias: WeightRules, dropout: Double, recurrentDropout: Double,
        seed: Int?
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.usesBias = usesBias
        self.kernel = kernel
        self.recurrent = recurrent
        self.bias = bias
        // As Keras: a rate outside means its nearest bound.
        self.dropout = min(1, max(0, dropout))
        self.recurrentDropout = min(1, max(0, recurrentDropout))
        self.seed = seed
    }

    /// - Parameter units: the key of the number of units; of a convolutional cell "filters".
    init(config: Config, units: String = "units") throws {
        func activation(_ key: String, _ fallback: any Activation) throws -> (any Activation)? {
            config.values[key] == nil ? fallback : try config.activation(key)
        }
        self.init(
            units: try config.int(units), activation: try activation("activation", TanhActivation()),
            recurrentActivation: try activation("recurrent_activation", SigmoidActivation()),
            usesBias: try config.bool("use_bias", default: true),
            kernel: try WeightRules(config, "kernel", default: GlorotUniform()),
            recurrent: try WeightRules(config, "recurrent", default: Orthogonal()),
            bias: try WeightRules(config, "bias", default: Zeros()), dropout: try config.double("dropout", default: 0),
            recurrentDropout: try config.double("recurrent_dropout", default: 0), seed: config.seed())
    }

    /// By Keras' names.
    func config(units key: String = "units", hasGates: Bool = true) -> ConfigObject {
        var result: ConfigObject = [
            key: .int(units), "activation": activation.serializedActivation, "use_bias": .bool(usesBias),
            "dropout": .double(dropout), "recurrent_dropout": .double(recurrentDropout), "seed": ConfigValue(seed),
        ]
        for (prefix, rules) in [("kernel", kernel), ("recurrent", recurrent), ("bias", bias)] {
            result.merge(rules.config(prefix)) { $1 }
        }
        if hasGates { result["recurrent_activation"] = recurrentActivation.serializedActivation }
        return result
    }

    /// The layers among the activations.
    var sublayers: [Layer] { activation.layers + recurrentActivation.layers }

    /// Those by their folders.
    var folders: [(path: String, layer: Layer)] {
        activation.folders() + recurrentActivation.folders("recurrent_activation")
    }

    /// What the activation makes of the new content, and of the state.
    func activated(_ x: Tensor) -> Tensor { activation.map { $0(x) } ?? x }

    /// What the recurrent activation makes of a gate.
    func gate(_ x: Tensor) -> Tensor { recurrentActivation.map { $0(x) } ?? x }

    /// The bias' rules for an LSTM whose forget gate begins with ones.
    func biasRemembering(_ remembers: Bool) -> WeightRules {
        guard remembers else { return bias }
        return WeightRules(
            ForgetBias(others: bias.initializer), regularizer: bias.regularizer, constraint: bias.constraint)
    }

    /// The new h and c of an LSTM from the gates i, f, g, o, which lie side by side along the last axis.
    func lstmStep(_ gates: Tensor, _ states: [Tensor]) -> [Tensor] {
        func part(_ number: Int) -> Tensor { gates.sliced(axis: -1, number * units..<(number + 1) * units) }
        let c = gate(part(1)) * states[1] + gate(part(0)) * activated(part(2))
        return [gate(part(3)) * activated(c), c]
    }
}

/// The first bias of an LSTM (Jozefowicz et al. 2015): ones for the forget gate, the second of four, so that it begins by
/// remembering.
private struct ForgetBias: Initializer {
    static let className = "ForgetBias"
    let others: any Initializer

    init(others: any Initializer) { self.others = others }
    init(config: Config) throws { throw MyelinError(.unknownName, "\(config.owner): cannot be made from a file") }

    func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        let units = shape[0] / 4
        return Tensor.concatenated([
            others([units], dtype: dtype, key: key), .ones([units], dtype: dtype),
            others([2 * units], dtype: dtype, key: key + 1),
        ])
    }
}
