import MyelinCore

/// What `Conv1DTranspose`, `Conv2DTranspose` and `Conv3DTranspose` have in common: the transpose of a convolution, which
/// leads from its output's shape back to its input's.
///
/// With n inputs, stride s and a window of extent e = (size - 1) · dilation + 1 an axis gets (n - 1) · s + max(e, s)
/// outputs with `.valid` padding and n · s with `.same`; with an output padding p these are (n - 1) · s + e + p, and
/// (n - 1) · s + e mod 2 + p.
public class TransposedConvolution: ConvolutionLayer {
    public let filters: Int
    public let outputPadding: [Int]?
    /// How the kernel begins and what keeps it in bounds.
    public let kernelRules: WeightRules
    /// The kernel (window…, filters, channels); there when the layer is built.
    public private(set) var kernel: Variable!

    /// - Parameters:
    ///   - filters: number of output channels, at least 1.
    ///   - kernelSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides, the
    ///     dilation rate and the output padding.
    ///   - strides: how far apart the window's images stand.
    ///   - padding: that of the convolution this is the transpose of, `.valid` or `.same`.
    ///   - outputPadding: settles the size of the output, since several lead to one input; less than the stride.
    ///   - dataFormat: where the channels stand.
    ///   - dilationRate: spacing of the window's elements; 1 is none.
    ///   - activation: applied to the output; none by default.
    ///   - kernelRegularizer: a penalty on the kernel; likewise for the bias and for the output (activity).
    ///   - kernelConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ filters: Int, _ kernelSize: any AxisSizes, strides: any AxisSizes = 1, padding: Padding = .valid,
        outputPadding: (any AxisSizes)? = nil, dataFormat: DataFormat = .channelsLast,
        dilationRate: any AxisSizes = 1, activation: (any Activation)? = nil, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.filters = filters
        self.outputPadding = outputPadding?.sizes(rank: Self.spatialRank)
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
        let rank = Self.spatialRank
        filters = try config.int("filters")
        outputPadding = config.has("output_padding") ? try config.axisSizes("output_padding", rank: rank) : nil
        kernelRules = try WeightRules(config, "kernel", default: GlorotUniform())
        super.init(try Settings(config: config, rank: rank), name: try config.string("name"))
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("filters", filters)
        try checkWindow()
        if let outputPadding {
            guard outputPadding.count == spatialRank, zip(outputPadding, strides).allSatisfy({ $0 >= 0 && $0 < $1 })
            else {
                throw MyelinError(
                    .argument,
                    "outputPadding: expected less than the strides \(strides) and at least 0, got \(outputPadding)")
            }
        }
        // No kernel counts further, and the arithmetic below stays far from overflow.
        for (axis, size) in input.spatialSizes.enumerated() {
            let reach = Double(size) * Double(strides[axis]) + Double(kernelSize[axis]) * Double(dilationRate[axis])
            guard reach < Double(1 << 31) else {
                throw MyelinError(
                    .shape, "an input of \(size) with strides of \(strides[axis]) gives too large an output")
            }
        }
        kernel = addWeight("kernel", shape: Shape(kernelSize + [filters, input.channels]), kernelRules)
        addBias(filters)
    }

    private func outputSize(_ axis: Int, input: Int) -> Int {
        transposedSize(
            input, kernel: kernelSize[axis], stride: strides[axis], dilation: dilationRate[axis], padding: padding,
            outputPadding: outputPadding?[axis])
    }

    override func convolved(_ x: Tensor) throws -> Tensor {
        let sizes = x.shape.spatialSizes.enumerated().map { outputSize($0, input: $1) }
        return transposedConvolution(
            x, kernel.value, to: sizes, strides: strides, padding: padding, dilation: dilationRate)
    }

    public override var config: ConfigObject {
        super.config.merging(kernelRules.config("kernel")) { $1 }.merging([
            "filters": .int(filters), "output_padding": outputPadding.map { ConfigValue($0) } ?? .null,
        ]) { $1 }
    }
}

/// The size along one axis that a transposed convolution gives.
func transposedSize(
    _ input: Int, kernel: Int, stride: Int, dilation: Int, padding: Padding, outputPadding: Int?
) -> Int {
    let extent = (kernel - 1) * dilation + 1
    switch padding {
    case .same: return outputPadding.map { (input - 1) * stride + extent % 2 + $0 } ?? input * stride
    default: return (input - 1) * stride + extent + (outputPadding ?? max(stride - extent, 0))
    }
}
