import MyelinCore

/// What `SeparableConv1D` and `SeparableConv2D` have in common: a depthwise convolution, then one of size 1 that mixes the
/// channels.
public class SeparableConvolution: ConvolutionLayer {
    public let filters: Int
    public let depthMultiplier: Int
    public let depthwiseRules: WeightRules
    public let pointwiseRules: WeightRules
    public private(set) var depthwiseKernel: Variable!
    public private(set) var pointwiseKernel: Variable!

    /// - Parameters:
    ///   - filters: number of output channels, at least 1.
    ///   - kernelSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides and
    ///     the dilation rate.
    ///   - strides: how far the window moves.
    ///   - padding: `.valid`, or `.same` for zeros around the input.
    ///   - dataFormat: where the channels stand.
    ///   - dilationRate: spacing of the window's elements; 1 is none.
    ///   - depthMultiplier: channels between the two steps for each input channel.
    ///   - activation: applied to the output; none by default.
    ///   - depthwiseRegularizer: a penalty on the depthwise kernel; likewise for the other weights and for the output.
    ///   - depthwiseConstraint: what that kernel is put back into after each step; likewise for the other weights.
    public init(
        _ filters: Int, _ kernelSize: any AxisSizes, strides: any AxisSizes = 1, padding: Padding = .valid,
        dataFormat: DataFormat = .channelsLast, dilationRate: any AxisSizes = 1, depthMultiplier: Int = 1,
        activation: (any Activation)? = nil, useBias: Bool = true,
        depthwiseInitializer: any Initializer = GlorotUniform(),
        pointwiseInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        depthwiseRegularizer: (any Regularizer)? = nil, pointwiseRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, activityRegularizer: (any Regularizer)? = nil,
        depthwiseConstraint: (any Constraint)? = nil, pointwiseConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.filters = filters
        self.depthMultiplier = depthMultiplier
        depthwiseRules = WeightRules(
            depthwiseInitializer, regularizer: depthwiseRegularizer, constraint: depthwiseConstraint)
        pointwiseRules = WeightRules(
            pointwiseInitializer, regularizer: pointwiseRegularizer, constraint: pointwiseConstraint)
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
        depthMultiplier = try config.int("depth_multiplier", default: 1)
        depthwiseRules = try WeightRules(config, "depthwise", default: GlorotUniform())
        pointwiseRules = try WeightRules(config, "pointwise", default: GlorotUniform())
        super.init(try Settings(config: config, rank: Self.spatialRank), name: try config.string("name"))
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("filters", filters)
        try requireCount("depthMultiplier", depthMultiplier, below: 1 << 20)
        try checkWindow()
        depthwiseKernel = addWeight(
            "depthwise_kernel", shape: Shape(kernelSize + [input.channels, depthMultiplier]), depthwiseRules)
        let ones = [Int](repeating: 1, count: spatialRank)
        pointwiseKernel = addWeight(
            "pointwise_kernel", shape: Shape(ones + [input.channels * depthMultiplier, filters]), pointwiseRules)
        addBias(filters)
    }

    override func convolved(_ x: Tensor) throws -> Tensor {
        convolution(
            depthwiseConvolution(
                x, depthwiseKernel.value, strides: strides, padding: padding, dilation: dilationRate),
            pointwiseKernel.value)
    }

    public override var config: ConfigObject {
        super.config.merging(depthwiseRules.config("depthwise")) { $1 }
            .merging(pointwiseRules.config("pointwise")) { $1 }
            .merging(["filters": .int(filters), "depth_multiplier": .int(depthMultiplier)]) { $1 }
    }
}
