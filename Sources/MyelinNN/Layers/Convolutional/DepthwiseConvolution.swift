import MyelinCore

/// What `DepthwiseConv1D` and `DepthwiseConv2D` have in common: each input channel is convolved by itself, with as many
/// kernels as the depth multiplier says.
public class DepthwiseConvolution: ConvolutionLayer {
    public let depthMultiplier: Int
    public let depthwiseRules: WeightRules
    public private(set) var kernel: Variable!

    /// - Parameters:
    ///   - kernelSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides and
    ///     the dilation rate.
    ///   - strides: how far the window moves.
    ///   - padding: `.valid`, or `.same` for zeros around the input.
    ///   - depthMultiplier: output channels for each input channel.
    ///   - dataFormat: where the channels stand.
    ///   - dilationRate: spacing of the window's elements; 1 is none.
    ///   - activation: applied to the output; none by default.
    ///   - depthwiseRegularizer: a penalty on the kernel; likewise for the bias and for the output (activity).
    ///   - depthwiseConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ kernelSize: any AxisSizes, strides: any AxisSizes = 1, padding: Padding = .valid, depthMultiplier: Int = 1,
        dataFormat: DataFormat = .channelsLast, dilationRate: any AxisSizes = 1, activation: (any Activation)? = nil,
        useBias: Bool = true, depthwiseInitializer: any Initializer = GlorotUniform(),
        biasInitializer: any Initializer = Zeros(), depthwiseRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, activityRegularizer: (any Regularizer)? = nil,
        depthwiseConstraint: (any Constraint)? = nil, biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.depthMultiplier = depthMultiplier
        depthwiseRules = WeightRules(
            depthwiseInitializer, regularizer: depthwiseRegularizer, constraint: depthwiseConstraint)
        super.init(
            Settings(
                kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat,
                dilationRate: dilationRate, activation: activation, useBias: useBias,
                bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
                activityRegularizer: activityRegularizer),
            name: name)
    }

    init(config: Config) throws {
        depthMultiplier = try config.int("depth_multiplier", default: 1)
        depthwiseRules = try WeightRules(config, "depthwise", default: GlorotUniform())
        super.init(try Settings(config: config, rank: Self.spatialRank), name: try config.string("name"))
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("depthMultiplier", depthMultiplier, below: 1 << 20)
        try checkWindow()
        kernel = addWeight("kernel", shape: Shape(kernelSize + [input.channels, depthMultiplier]), depthwiseRules)
        addBias(input.channels * depthMultiplier)
    }

    override func convolved(_ x: Tensor) throws -> Tensor {
        depthwiseConvolution(x, kernel.value, strides: strides, padding: padding, dilation: dilationRate)
    }

    public override var config: ConfigObject {
        super.config.merging(depthwiseRules.config("depthwise")) { $1 }
            .merging(["depth_multiplier": .int(depthMultiplier)]) { $1 }
    }
}
