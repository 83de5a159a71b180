import MyelinCore

/// The settings that `MultiHeadAttention` and `GroupedQueryAttention` have in common.
struct AttentionOptions {
    var dropout = 0.0
    var useBias = true
    var useGate = false
    var slidingWindow: Int?
    var flashAttention: Bool?
    var kernelInitializer: any Initializer = GlorotUniform()
    var biasInitializer: any Initializer = Zeros()
    var kernelRegularizer: (any Regularizer)?
    var biasRegularizer: (any Regularizer)?
    var activityRegularizer: (any Regularizer)?
    var kernelConstraint: (any Constraint)?
    var biasConstraint: (any Constraint)?
    var seed: Int?

    func check() throws {
        guard (0...1).contains(dropout) else {
            throw MyelinError(.argument, "dropout: expected a rate from 0 to 1, got \(dropout)")
        }
        if let slidingWindow, slidingWindow < 1 {
            throw MyelinError(.argument, "slidingWindow: expected a size of at least 1, got \(slidingWindow)")
        }
        guard flashAttention != true || dropout == 0 else {
            throw MyelinError(.argument, "flashAttention: dropout is not possible with it")
        }
    }

    /// A projection to or from the heads; the penalty on the output is on each of them.
    func projection(
        _ equation: String, outputShape: [Int?], biasAxes: String, activation: (any Activation)? = nil, name: String
    ) -> EinsumDense {
        EinsumDense(
            equation, outputShape: outputShape, biasAxes: useBias ? biasAxes : nil, activation: activation,
            kernelInitializer: kernelInitializer, biasInitializer: biasInitializer,
            kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer,
            activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint,
            biasConstraint: biasConstraint, name: name)
    }

    var config: ConfigObject {
        [
            "dropout": .double(dropout), "use_bias": .bool(useBias), "use_gate": .bool(useGate),
            "sliding_window": ConfigValue(slidingWindow), "kernel_initializer": kernelInitializer.serialized,
            "bias_initializer": biasInitializer.serialized, "kernel_regularizer": kernelRegularizer.serialized,
            "bias_regularizer": biasRegularizer.serialized,
            "activity_regularizer": activityRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "bias_constraint": biasConstraint.serialized,
            "seed": ConfigValue(seed),
        ]
    }
}

extension AttentionOptions {
    init(config: Config) throws {
        dropout = try config.double("dropout", default: 0)
        useBias = try config.bool("use_bias", default: true)
        useGate = try config.bool("use_gate", default: false)
        slidingWindow = try config.optionalInt("sliding_window")
        if config.has("flash_attention") { flashAttention = try config.bool("flash_attention", default: false) }
        kernelInitializer = try config.initializer("kernel_initializer", default: GlorotUniform())
        biasInitializer = try config.initializer("bias_initializer", default: Zeros())
        kernelRegularizer = try config.regularizer("kernel_regularizer")
        biasRegularizer = try config.regularizer("bias_regularizer")
        activityRegularizer = try config.regularizer("activity_regularizer")
        kernelConstraint = try config.constraint("kernel_constraint")
        biasConstraint = try config.constraint("bias_constraint")
        seed = config.seed()
    }
}
