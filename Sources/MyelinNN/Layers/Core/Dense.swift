import MyelinCore

/// A fully connected layer: `activation(x · kernel + bias)` along the last axis. Keras: `Dense`.
///
/// - Input shape: (batch, …, features).
/// - Output shape: (batch, …, units).
/// - Weights: kernel (features, units), bias (units).
public final class Dense: Layer {
    public let units: Int
    public let activation: (any Activation)?
    /// Whether a bias is added. Keras: `use_bias`.
    public let usesBias: Bool
    /// How the kernel begins.
    public let kernelInitializer: any Initializer
    /// How the bias begins.
    public let biasInitializer: any Initializer
    public let kernelRegularizer: (any Regularizer)?
    /// A penalty on the bias.
    public let biasRegularizer: (any Regularizer)?
    public let kernelConstraint: (any Constraint)?
    /// What the bias is put back into after each step.
    public let biasConstraint: (any Constraint)?
    public private(set) var kernel: Variable!
    public private(set) var bias: Variable?

    /// - Parameters:
    ///   - units: size of the output, at least 1.
    ///   - activation: applied to the output; none by default.
    ///   - kernelRegularizer: a penalty on the kernel; likewise for the bias and for the output (activity).
    ///   - kernelConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ units: Int, activation: (any Activation)? = nil, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.units = units
        self.activation = activation
        usesBias = useBias
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    public override func build(_ input: Shape) throws {
        guard units >= 1 else { throw MyelinError(.argument, "expected at least 1 unit, got \(units)") }
        guard input.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more (batch, …, features), got \(input)")
        }
        kernel = addWeight(
            "kernel", shape: [input[input.rank - 1], units], initializer: kernelInitializer,
            regularizer: kernelRegularizer, constraint: kernelConstraint, trainable: lora == nil)
        if usesBias {
            bias = addWeight(
                "bias", shape: [units], initializer: biasInitializer, regularizer: biasRegularizer,
                constraint: biasConstraint)
        }
        lora?.addWeights(to: self, name: "kernel", shape: kernel.shape, regularizer: kernelRegularizer)
    }

    public override var sublayers: [Layer] { activation.layers }
    public override var folders: [(path: String, layer: Layer)] { activation.folders() }
    public override var supportsMasking: Bool { true }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 2, x.shape[x.rank - 1] == kernel.shape[0] else {
            throw MyelinError(.shape, "expected an input with \(kernel.shape[0]) features, got shape \(x.shape)")
        }
        var y = matmul(x, withLoRA(kernel.value))
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }

    public override var config: ConfigObject {
        [
            "units": .int(units), "activation": activation.serializedActivation, "use_bias": .bool(usesBias),
            "kernel_initializer": kernelInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer.serialized, "bias_regularizer": biasRegularizer.serialized,
            "activity_regularizer": activityRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "bias_constraint": biasConstraint.serialized,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.int("units"), activation: try config.activation(),
            useBias: try config.bool("use_bias", default: true),
            kernelInitializer: try config.initializer("kernel_initializer", default: GlorotUniform()),
            biasInitializer: try config.initializer("bias_initializer", default: Zeros()),
            kernelRegularizer: try config.regularizer("kernel_regularizer"),
            biasRegularizer: try config.regularizer("bias_regularizer"),
            activityRegularizer: try config.regularizer("activity_regularizer"),
            kernelConstraint: try config.constraint("kernel_constraint"),
            biasConstraint: try config.constraint("bias_constraint"), name: try config.string("name"))
        lora = try LoRA(config: config)
    }
}
