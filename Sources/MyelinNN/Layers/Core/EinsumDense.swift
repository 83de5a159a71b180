import MyelinCore

/// A fully connected layer over any axes: `activation(einsum(equation, x, kernel) + bias)`. Keras: `EinsumDense`.
///
///     EinsumDense("abc,cde->abde", outputShape: [nil, 4, 32], biasAxes: "de")   // four heads of 32 numbers
///     EinsumDense("...x,xy->...y", outputShape: 64, biasAxes: "y")             // as Dense(64)
///
/// - Input and output shape: as the equation says; the first axis is the batch.
/// - Weights: kernel, of the axes of the equation's second term; bias, of the axes `biasAxes` and size 1 between them.
public final class EinsumDense: Layer {
    public let equation: String
    /// Sizes of the output's axes behind the batch; nil for those that the input tells.
    public let outputShape: [Int?]
    public let biasAxes: String?
    public let activation: (any Activation)?
    /// How the kernel begins.
    public let kernelInitializer: any Initializer
    /// How the bias begins.
    public let biasInitializer: any Initializer
    /// A penalty on the kernel.
    public let kernelRegularizer: (any Regularizer)?
    /// A penalty on the bias.
    public let biasRegularizer: (any Regularizer)?
    /// What the kernel is put back into after each step.
    public let kernelConstraint: (any Constraint)?
    /// What the bias is put back into after each step.
    public let biasConstraint: (any Constraint)?
    public private(set) var kernel: Variable!
    public private(set) var bias: Variable?
    private var inputRank = 0

    /// - Parameters:
    ///   - equation: the axes of the input, the kernel and the output, a letter each; dots on the left or the right stand
    ///     for any further axes of the input and the output.
    ///   - outputShape: without the batch, and without axes that dots stand for.
    ///   - biasAxes: the output's axes along which the bias differs; nil for no bias.
    ///   - activation: applied to the output; none by default.
    public init(
        _ equation: String, outputShape: [Int?], biasAxes: String? = nil, activation: (any Activation)? = nil,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.equation = equation
        self.outputShape = outputShape
        self.biasAxes = biasAxes
        self.activation = activation
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    /// With one axis behind the batch.
    public convenience init(
        _ equation: String, outputShape: Int, biasAxes: String? = nil, activation: (any Activation)? = nil,
        name: String? = nil
    ) {
        self.init(equation, outputShape: [outputShape], biasAxes: biasAxes, activation: activation, name: name)
    }

    public override func build(_ input: Shape) throws {
        let axes = try EinsumAxes(equation)
        let shapes = try axes.weightShapes(input: input, output: outputShape, biasAxes: biasAxes)
        inputRank = input.rank
        kernel = addWeight(
            "kernel", shape: shapes.kernel, initializer: kernelInitializer.counting(shapes.fans),
            regularizer: kernelRegularizer, constraint: kernelConstraint, trainable: lora == nil)
        if let shape = shapes.bias {
            bias = addWeight(
                "bias", shape: shape, initializer: biasInitializer, regularizer: biasRegularizer,
                constraint: biasConstraint)
        }
        lora?.addWeights(to: self, name: "kernel", shape: shapes.kernel, regularizer: kernelRegularizer)
    }

    public override var sublayers: [Layer] { activation.layers }
    public override var folders: [(path: String, layer: Layer)] { activation.folders() }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank == inputRank else {
            throw MyelinError(.shape, "expected an input of rank \(inputRank), got \(x.shape)")
        }
        var y = einsum(equation, x, withLoRA(kernel.value))
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }

    override func statedShapes(_ inputs: [[Int?]], _ arguments: CallArguments, _ computed: [[Int?]]) -> [[Int?]] {
        guard let axes = try? EinsumAxes(equation) else { return computed }
        return computed.map { axes.stated($0, given: outputShape) }
    }

    public override var config: ConfigObject {
        [
            "equation": .string(equation), "output_shape": .array(outputShape.map { ConfigValue($0) }),
            "activation": activation.serializedActivation, "bias_axes": ConfigValue(biasAxes),
            "kernel_initializer": kernelInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer.serialized, "bias_regularizer": biasRegularizer.serialized,
            "activity_regularizer": activityRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "bias_constraint": biasConstraint.serialized,
            "quantization_config": .null,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.string("equation"), outputShape: try config.optionalInts("output_shape"),
            biasAxes: config.has("bias_axes") ? try config.string("bias_axes") : nil,
            activation: try config.activation(),
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

extension Initializer {
    /// The same, counting a unit's inputs and outputs along the given axes unless it knows better.
    fileprivate func counting(_ axes: FanAxes) -> any Initializer {
        switch self {
        case let scaling as VarianceScaling where scaling.axes == nil:
            VarianceScaling(
                scale: scaling.scale, mode: scaling.mode, distribution: scaling.distribution, seed: scaling.seed,
                axes: axes)
        case let scaled as any ScaledInitializer where scaled.axes == nil:
            type(of: scaled).init(seed: scaled.seed, axes: axes)
        default: self
        }
    }
}
