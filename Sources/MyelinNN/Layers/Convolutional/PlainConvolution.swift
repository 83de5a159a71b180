import MyelinCore

/// What `Conv1D`, `Conv2D` and `Conv3D` have in common: the cross-correlation of the input with a kernel.
public class PlainConvolution: ConvolutionLayer {
    public let filters: Int
    public let groups: Int
    /// How the kernel begins and what keeps it in bounds.
    public let kernelRules: WeightRules
    /// The kernel (window…, channels / groups, filters); there when the layer is built.
    public private(set) var kernel: Variable!

    /// - Parameters:
    ///   - filters: number of output channels, at least 1.
    ///   - kernelSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides and
    ///     the dilation rate.
    ///   - strides: how far the window moves.
    ///   - padding: `.valid`, `.same` for zeros around the input, or for `Conv1D` `.causal` for zeros before it.
    ///   - dataFormat: where the channels stand.
    ///   - dilationRate: spacing of the window's elements; 1 is none.
    ///   - groups: the channels are cut into this many parts, each with its own filters.
    ///   - activation: applied to the output; none by default.
    ///   - kernelRegularizer: a penalty on the kernel; likewise for the bias and for the output (activity).
    ///   - kernelConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ filters: Int, _ kernelSize: any AxisSizes, strides: any AxisSizes = 1, padding: Padding = .valid,
        dataFormat: DataFormat = .channelsLast, dilationRate: any AxisSizes = 1, groups: Int = 1,
        activation: (any Activation)? = nil, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.filters = filters
        self.groups = groups
        kernelRules = WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint)
        super.init(
            Settings(
                kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat,
                dilationRate: dilationRate, activation: activation, useBias: useBias,
                bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
                activityRegularizer: activityRegularizer),
            name: name)
    }

    init(config: Config) throws {
        filters = try config.int("filters")
        groups = try config.int("groups", default: 1)
        kernelRules = try WeightRules(config, "kernel", default: GlorotUniform())
        super.init(try Settings(config: config, rank: Self.spatialRank), name: try config.string("name"))
        lora = try LoRA(config: config)
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("filters", filters)
        guard groups >= 1, input.channels % groups == 0, filters % groups == 0 else {
            throw MyelinError(
                .argument,
                "\(groups) groups do not divide \(input.channels) input channels and \(filters) filters evenly")
        }
        try checkWindow(allowsCausal: spatialRank == 1)
        let shape = Shape(kernelSize + [input.channels / groups, filters])
        kernel = addWeight("kernel", shape: shape, kernelRules, trainable: lora == nil)
        addBias(filters)
        lora?.addWeights(to: self, name: "kernel", shape: shape, regularizer: kernelRules.regularizer)
    }

    override func convolved(_ x: Tensor) throws -> Tensor {
        convolution(
            x, withLoRA(kernel.value), strides: strides, padding: padding, dilation: dilationRate, groups: groups)
    }

    public override var config: ConfigObject {
        super.config.merging(kernelRules.config("kernel")) { $1 }
            .merging(["filters": .int(filters), "groups": .int(groups)]) { $1 }
    }
}
