import MyelinCore

/// What the cells of `SimpleRNN`, `LSTM` and `GRU` are made with, and the layers around them likewise.
public struct RecurrentSettings: Sendable {
    public var units: Int
    public var activation: (any Activation)? = TanhActivation()
    /// Of the gates; a simple cell has none.
    public var recurrentActivation: (any Activation)? = SigmoidActivation()
    public var usesBias = true
    public var kernelInitializer: any Initializer = GlorotUniform()
    public var recurrentInitializer: any Initializer = Orthogonal()
    public var biasInitializer: any Initializer = Zeros()
    public var kernelRegularizer: (any Regularizer)?
    public var recurrentRegularizer: (any Regularizer)?
    public var biasRegularizer: (any Regularizer)?
    public var kernelConstraint: (any Constraint)?
    public var recurrentConstraint: (any Constraint)?
    public var biasConstraint: (any Constraint)?
    /// The shares of the inputs and of the states that are dropped while training, the same in all steps.
    public var dropout = 0.0
    public var recurrentDropout = 0.0
    /// What the choice depends on; by default the model's seed.
    public var seed: Int?

    init(
        units: Int, activation: (any Activation)?, recurrentActivation: (any Activation)?, usesBias: Bool,
        initializers: [any Initializer], regularizers: [(any Regularizer)?], constraints: [(any Constraint)?],
        dropout: Double, recurrentDropout: Double, seed: Int?
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.usesBias = usesBias
        (kernelInitializer, recurrentInitializer, biasInitializer) = (initializers[0], initializers[1], initializers[2])
        (kernelRegularizer, recurrentRegularizer, biasRegularizer) = (regularizers[0], regularizers[1], regularizers[2])
        (kernelConstraint, recurrentConstraint, biasConstraint) = (constraints[0], constraints[1], constraints[2])
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
            initializers: [
                try config.initializer("kernel_initializer", default: GlorotUniform()),
                try config.initializer("recurrent_initializer", default: Orthogonal()),
                try config.initializer("bias_initializer", default: Zeros()),
            ],
            regularizers: try ["kernel_regularizer", "recurrent_regularizer", "bias_regularizer"].map {
                try config.regularizer($0)
            },
            constraints: try ["kernel_constraint", "recurrent_constraint", "bias_constraint"].map {
                try config.constraint($0)
            },
            dropout: try config.double("dropout", default: 0),
            recurrentDropout: try config.double("recurrent_dropout", default: 0), seed: config.seed())
    }

    /// By Keras' names.
    func config(units key: String = "units", hasGates: Bool) -> [String: ConfigValue] {
        var result: [String: ConfigValue] = [
            key: .int(units), "activation": activation.serializedActivation, "use_bias": .bool(usesBias),
            "kernel_initializer": kernelInitializer.serialized,
            "recurrent_initializer": recurrentInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer.serialized,
            "recurrent_regularizer": recurrentRegularizer.serialized, "bias_regularizer": biasRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "recurrent_constraint": recurrentConstraint.serialized,
            "bias_constraint": biasConstraint.serialized, "dropout": .double(dropout),
            "recurrent_dropout": .double(recurrentDropout), "seed": ConfigValue(seed),
        ]
        if hasGates { result["recurrent_activation"] = recurrentActivation.serializedActivation }
        return result
    }
}

/// The first bias of an LSTM (Jozefowicz et al. 2015): ones for the forget gate, the second of four, so that it begins by
/// remembering.
struct ForgetBias: Initializer {
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
