import MyelinCore

/// Normalizes each sample over some of its axes: `(x - mean) / sqrt(variance + epsilon) * gamma + beta`. Keras:
/// `LayerNormalization`. Ba, Kiros, Hinton 2016.
///
/// - Input and output shape: any.
/// - Weights: gamma, beta, of the sizes of the normalized axes.
public final class LayerNormalization: Layer {
    /// The normalized axes, one or several.
    public let axes: [Int]
    public let epsilon: Double
    /// Keras' old setting: the result is `x / sqrt(variance + epsilon) * gamma`.
    public let rmsScaling: Bool
    private let settings: NormalizationWeights
    public private(set) var gamma: Variable?
    public private(set) var beta: Variable?

    /// - Parameters:
    ///   - axis: which axis is normalized, by default the last.
    ///   - axes: several instead.
    ///   - epsilon: added to the variance.
    ///   - center: whether beta is added.
    ///   - scale: whether the result is multiplied by gamma.
    ///   - rmsScaling: Keras' old setting, which divides by the root of the variance without subtracting the mean.
    ///   - betaInitializer: how beta begins; likewise for gamma.
    ///   - betaRegularizer: a penalty on beta; likewise for gamma.
    ///   - betaConstraint: what beta is put back into after each step; likewise for gamma.
    public convenience init(
        axis: Int = -1, axes: [Int]? = nil, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        rmsScaling: Bool = false, betaInitializer: any Initializer = Zeros(),
        gammaInitializer: any Initializer = Ones(), betaRegularizer: (any Regularizer)? = nil,
        gammaRegularizer: (any Regularizer)? = nil, betaConstraint: (any Constraint)? = nil,
        gammaConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        let settings = NormalizationWeights(
            centers: center, scales: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer,
            betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint,
            gammaConstraint: gammaConstraint)
        self.init(axes ?? [axis], epsilon, rmsScaling, settings, name: name)
    }

    private init(_ axes: [Int], _ epsilon: Double, _ rmsScaling: Bool, _ settings: NormalizationWeights, name: String?)
    {
        self.axes = axes
        self.epsilon = epsilon
        self.rmsScaling = rmsScaling
        self.settings = settings
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }
    override var roundsWeights: Bool { false }

    public override func build(_ input: Shape) throws {
        let shape = try input.sizes(ofAxes: axes)
        if settings.scales || rmsScaling { gamma = settings.addGamma(to: self, shape) }
        if settings.centers && !rmsScaling { beta = settings.addBeta(to: self, shape) }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let places = try x.shape.resolved(axes: axes)
        if let shape = gamma?.shape ?? beta?.shape, try x.shape.sizes(ofAxes: axes) != shape {
            throw MyelinError(.shape, "expected sizes \(shape) along axis \(axes), got shape \(x.shape)")
        }
        guard rmsScaling else {
            let row = Shape(places.map { x.shape[$0] })
            return try normalized(
                x, axes: axes, gamma: gamma?.value.reshaped(to: row), beta: beta?.value.reshaped(to: row),
                epsilon: epsilon)
        }
        var mean = x.mean(axes: places, keepDimensions: true)
        mean = square(x - mean).mean(axes: places, keepDimensions: true)
        let result = x * rsqrt(mean + epsilon)
        return gamma.map { result * $0.value.reshaped(to: x.shape.keeping(places)) } ?? result
    }

    public override var config: ConfigObject {
        settings.config.merging([
            // A built layer of Keras' has a list.
            "axis": ConfigValue(axes), "epsilon": .double(epsilon), "rms_scaling": .bool(rmsScaling),
        ]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try config.axes("axis") ?? [-1], try config.double("epsilon", default: 1e-3),
            try config.bool("rms_scaling", default: false), try NormalizationWeights(config: config),
            name: try config.string("name"))
    }
}
