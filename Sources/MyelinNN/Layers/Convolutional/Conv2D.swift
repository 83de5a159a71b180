import MyelinCore

/// 2-D convolution of images. Keras: `Conv2D`.
///
/// - Input shape: (batch, height, width, channels).
/// - Output shape: (batch, new height, new width, filters).
/// - Weights: kernel (height, width, channels / groups, filters), bias (filters).
public final class Conv2D: Layer {
    public let filters: Int
    public let kernelSize: [Int]
    public let strides: [Int]
    public let padding: Padding
    public let dilationRate: [Int]
    public let groups: Int
    public let activation: (any Activation)?
    public let usesBias: Bool
    public let kernelInitializer: any Initializer
    public let biasInitializer: any Initializer
    public let kernelRegularizer: (any Regularizer)?
    public let biasRegularizer: (any Regularizer)?
    public let kernelConstraint: (any Constraint)?
    public let biasConstraint: (any Constraint)?
    public private(set) var kernel: Variable!
    public private(set) var bias: Variable?

    /// - Parameters:
    ///   - filters: number of output channels, at least 1.
    ///   - kernelSize: height and width of the window.
    ///   - strides: how far the window moves.
    ///   - padding: `.valid`, or `.same` for zeros around the image.
    ///   - dilationRate: spacing of the window's elements; 1 is none.
    ///   - groups: the channels are cut into this many parts, each with its own filters.
    ///   - kernelRegularizer: a penalty on the kernel; likewise for the bias and for the output (activity).
    ///   - kernelConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ filters: Int, kernelSize: [Int], strides: [Int] = [1, 1], padding: Padding = .valid,
        dilationRate: [Int] = [1, 1],
        groups: Int = 1, activation: (any Activation)? = nil, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.dilationRate = dilationRate
        self.groups = groups
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

    /// A square window: `Conv2D(32, 3, activation: .relu)`.
    public convenience init(
        _ filters: Int, _ kernelSize: Int, strides: Int = 1, padding: Padding = .valid, dilationRate: Int = 1,
        groups: Int = 1, activation: (any Activation)? = nil, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.init(
            filters, kernelSize: [kernelSize, kernelSize], strides: [strides, strides], padding: padding,
            dilationRate: [dilationRate, dilationRate], groups: groups, activation: activation, useBias: useBias,
            kernelInitializer: kernelInitializer, biasInitializer: biasInitializer,
            kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer,
            activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint,
            biasConstraint: biasConstraint, name: name)
    }

    public override func build(_ input: Shape) throws {
        try requireImages(input)
        guard filters >= 1, groups >= 1, input[3] % groups == 0, filters % groups == 0 else {
            throw MyelinError(
                .argument, "\(groups) groups do not divide \(input[3]) input channels and \(filters) filters evenly")
        }
        try requirePairs([("kernelSize", kernelSize), ("strides", strides), ("dilationRate", dilationRate)])
        kernel = addWeight(
            "kernel", shape: Shape(kernelSize + [input[3] / groups, filters]), initializer: kernelInitializer,
            regularizer: kernelRegularizer, constraint: kernelConstraint)
        if usesBias {
            bias = addWeight(
                "bias", shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer,
                constraint: biasConstraint)
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        var y = convolution(
            x, kernel.value, strides: strides, padding: padding, dilation: dilationRate, groups: groups)
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }

    public override var config: [String: ConfigValue] {
        [
            "filters": .int(filters), "kernel_size": ConfigValue(kernelSize), "strides": ConfigValue(strides),
            "padding": .string(padding.rawValue), "data_format": "channels_last",
            "dilation_rate": ConfigValue(dilationRate), "groups": .int(groups),
            "activation": activation.serializedActivation, "use_bias": .bool(usesBias),
            "kernel_initializer": kernelInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer.serialized, "bias_regularizer": biasRegularizer.serialized,
            "activity_regularizer": activityRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "bias_constraint": biasConstraint.serialized,
        ]
    }

    convenience init(config: Config) throws {
        try config.requireChannelsLast()
        self.init(
            try config.int("filters"), kernelSize: try config.ints("kernel_size", count: 2),
            strides: try config.ints("strides", count: 2, default: [1, 1]), padding: try config.padding(),
            dilationRate: try config.ints("dilation_rate", count: 2, default: [1, 1]),
            groups: try config.int("groups", default: 1), activation: try config.activation(),
            useBias: try config.bool("use_bias", default: true),
            kernelInitializer: try config.initializer("kernel_initializer", default: GlorotUniform()),
            biasInitializer: try config.initializer("bias_initializer", default: Zeros()),
            kernelRegularizer: try config.regularizer("kernel_regularizer"),
            biasRegularizer: try config.regularizer("bias_regularizer"),
            activityRegularizer: try config.regularizer("activity_regularizer"),
            kernelConstraint: try config.constraint("kernel_constraint"),
            biasConstraint: try config.constraint("bias_constraint"), name: try config.string("name"))
    }
}
