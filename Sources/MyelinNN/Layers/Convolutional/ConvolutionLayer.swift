import MyelinCore

/// What all convolutions have in common: a window that moves over the spatial axes, a bias and an activation.
public class ConvolutionLayer: SpatialLayer {
    /// The settings that every convolution has, in Keras' order.
    struct Settings {
        var kernelSize: any AxisSizes
        var strides: any AxisSizes
        var padding: Padding
        var dataFormat: DataFormat
        var dilationRate: any AxisSizes
        var activation: (any Activation)?
        var useBias: Bool
        var bias: WeightRules
        var activityRegularizer: (any Regularizer)?
    }

    /// The size of the window along each spatial axis.
    public let kernelSize: [Int]
    /// How far the window moves along each spatial axis.
    public let strides: [Int]
    /// What happens at the borders.
    public let padding: Padding
    /// The spacing of the window's elements along each spatial axis.
    public let dilationRate: [Int]
    /// What is applied to the output.
    public let activation: (any Activation)?
    /// Whether a bias is added to each channel.
    public let usesBias: Bool
    /// How the bias begins and what keeps it in bounds.
    public let biasRules: WeightRules
    /// The bias, one number for each channel; nil without one, and until the layer is built.
    public private(set) var bias: Variable?

    init(_ settings: Settings, name: String?) {
        let rank = Self.spatialRank
        kernelSize = settings.kernelSize.sizes(rank: rank)
        strides = settings.strides.sizes(rank: rank)
        padding = settings.padding
        dilationRate = settings.dilationRate.sizes(rank: rank)
        activation = settings.activation
        usesBias = settings.useBias
        biasRules = settings.bias
        super.init(dataFormat: settings.dataFormat, name: name)
        activityRegularizer = settings.activityRegularizer
    }

    /// Throws if a setting cannot be; to be called before weights are made.
    func checkWindow(allowsCausal: Bool = false) throws {
        for (name, values) in [("kernelSize", kernelSize), ("strides", strides), ("dilationRate", dilationRate)] {
            try requireCounts(name, values, spatialRank)
        }
        guard padding != .causal || allowsCausal else {
            throw MyelinError(.argument, "padding: expected valid or same, got causal")
        }
    }

    public override var sublayers: [Layer] { activation.layers }
    public override var folders: [(path: String, layer: Layer)] { activation.folders() }

    func addBias(_ filters: Int) {
        if usesBias { bias = addWeight("bias", shape: [filters], biasRules) }
    }

    /// The sum of products alone, without bias and activation.
    func convolved(_ x: Tensor) throws -> Tensor { x }

    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let y = try convolved(x)
        return bias.map { y + $0.value } ?? y
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        // An activation along the last axis takes the axis that is the last for the user.
        let y = try super.call(x, context)
        return activation.map { $0(y) } ?? y
    }

    public override var config: ConfigObject {
        super.config.merging(biasRules.config("bias")) { $1 }.merging([
            "kernel_size": ConfigValue(kernelSize), "strides": ConfigValue(strides),
            "padding": .string(padding.rawValue), "dilation_rate": ConfigValue(dilationRate),
            "activation": activation.serializedActivation, "use_bias": .bool(usesBias),
            "activity_regularizer": activityRegularizer.serialized,
        ]) { $1 }
    }
}

extension ConvolutionLayer.Settings {
    init(config: Config, rank: Int) throws {
        self.init(
            kernelSize: try config.axisSizes("kernel_size", rank: rank),
            strides: try config.axisSizes("strides", rank: rank, default: 1), padding: try config.padding(),
            dataFormat: try config.dataFormat(),
            dilationRate: try config.axisSizes("dilation_rate", rank: rank, default: 1),
            activation: try config.activation(), useBias: try config.bool("use_bias", default: true),
            bias: try WeightRules(config, "bias", default: Zeros()),
            activityRegularizer: try config.regularizer("activity_regularizer"))
    }
}
