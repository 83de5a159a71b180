import MyelinCore

/// Normalizes each channel: while training by the batch's mean and variance, otherwise by their moving averages.
/// Keras: `BatchNormalization`. Ioffe, Szegedy 2015.
///
/// Steps that a mask leaves out do not count in the batch's mean and variance.
///
/// - Input and output shape: any, of rank 2 or more.
/// - Weights: gamma, beta (trained), moving_mean, moving_variance (not trained), each of the axis' size; with renorm also
///   moving_stddev, renorm_mean and renorm_stddev (not trained).
public final class BatchNormalization: Layer {
    public let axis: Int
    public let momentum: Double
    public let epsilon: Double
    public let movingMeanInitializer: any Initializer
    public let movingVarianceInitializer: any Initializer
    /// How the batch's statistics are corrected; nil for not at all.
    public let renorm: Renormalization?
    /// Keras' request to share statistics among the replicas of a distributed training; kept for files.
    public let synchronized: Bool
    private let settings: NormalizationWeights
    public private(set) var gamma: Variable?
    public private(set) var beta: Variable?
    public private(set) var movingMean: Variable!
    public private(set) var movingVariance: Variable!
    private var movingDeviation: Variable!
    private var renormMean: Variable!
    private var renormDeviation: Variable!

    /// - Parameters:
    ///   - axis: the channels' axis, by default the last.
    ///   - momentum: share of the moving averages that stays in each step.
    ///   - epsilon: added to the variance.
    ///   - center: whether beta is added.
    ///   - scale: whether the result is multiplied by gamma.
    ///   - betaInitializer: how beta begins; likewise for the other weights.
    ///   - betaRegularizer: a penalty on beta; likewise for gamma and for the output (activity).
    ///   - betaConstraint: what beta is put back into after each step; likewise for gamma.
    ///   - renorm: batch renormalization, with its limits.
    ///   - synchronized: kept for Keras, which shares statistics among replicas then.
    public convenience init(
        axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        betaInitializer: any Initializer = Zeros(), gammaInitializer: any Initializer = Ones(),
        movingMeanInitializer: any Initializer = Zeros(), movingVarianceInitializer: any Initializer = Ones(),
        betaRegularizer: (any Regularizer)? = nil, gammaRegularizer: (any Regularizer)? = nil,
        betaConstraint: (any Constraint)? = nil, gammaConstraint: (any Constraint)? = nil,
        activityRegularizer: (any Regularizer)? = nil, renorm: Renormalization? = nil, synchronized: Bool = false,
        name: String? = nil
    ) {
        let settings = NormalizationWeights(
            centers: center, scales: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer,
            betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint,
            gammaConstraint: gammaConstraint)
        self.init(
            axis, momentum: momentum, epsilon: epsilon, settings, movingMeanInitializer, movingVarianceInitializer,
            renorm, synchronized, name: name)
        self.activityRegularizer = activityRegularizer
    }

    private init(
        _ axis: Int, momentum: Double, epsilon: Double, _ settings: NormalizationWeights,
        _ movingMeanInitializer: any Initializer, _ movingVarianceInitializer: any Initializer,
        _ renorm: Renormalization?, _ synchronized: Bool, name: String?
    ) {
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.settings = settings
        self.movingMeanInitializer = movingMeanInitializer
        self.movingVarianceInitializer = movingVarianceInitializer
        self.renorm = renorm
        self.synchronized = synchronized
        super.init(name: name)
    }

    public override func build(_ input: Shape) throws {
        guard input.rank >= 2, let axis = input.resolved(axis: axis), axis > 0 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more with axis \(axis), got \(input)")
        }
        try renorm?.check()
        let shape: Shape = [input[axis]]
        if settings.scales { gamma = settings.addGamma(to: self, shape) }
        if settings.centers { beta = settings.addBeta(to: self, shape) }
        func statistic(_ name: String, _ initializer: any Initializer) -> Variable {
            addWeight(name, shape: shape, initializer: initializer, trainable: false)
        }
        movingMean = statistic("moving_mean", movingMeanInitializer)
        movingVariance = statistic("moving_variance", movingVarianceInitializer)
        if renorm != nil {
            let deviation = SquareRootInitializer(movingVarianceInitializer)
            movingDeviation = statistic("moving_stddev", deviation)
            renormMean = statistic("renorm_mean", movingMeanInitializer)
            renormDeviation = statistic("renorm_stddev", deviation)
        }
    }

    public override var supportsMasking: Bool { true }
    override var roundsWeights: Bool { false }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard let axis = x.shape.resolved(axis: axis), x.shape[axis] == movingMean.shape[0] else {
            throw MyelinError(
                .shape, "expected \(movingMean.shape[0]) channels along axis \(axis), got shape \(x.shape)")
        }
        let own = x.shape.keeping([axis])
        var mean = movingMean.value, variance = movingVariance.value
        var gamma = gamma?.value, beta = beta?.value
        // A frozen layer keeps to its moving averages, as in Keras.
        if context.training && trainable {
            let others = (0..<x.rank).filter { $0 != axis }
            (mean, variance) = try moments(x, others, mask: context.mask(of: x))
            if let renorm {
                let deviation = sqrt(variance + epsilon)
                let (r, d) = renorm.correction(
                    mean: mean, deviation: deviation, averageMean: context.value(of: renormMean),
                    averageDeviation: context.value(of: renormDeviation), epsilon: epsilon)
                // (x * r + d) * gamma + beta
                let shift = gamma.map { d * $0 } ?? d
                beta = beta.map { shift + $0 } ?? shift
                gamma = gamma.map { r * $0 } ?? r
                average(renormMean, mean, renorm.momentum, context)
                average(renormDeviation, deviation, renorm.momentum, context)
                let moving = average(movingDeviation, deviation, momentum, context)
                context.update(movingVariance, to: relu(moving * moving - epsilon))
            } else {
                average(movingVariance, variance, momentum, context)
            }
            average(movingMean, mean, momentum, context)
        }
        // One multiplication and one addition for each element; the rest is done once for each channel.
        var scale = rsqrt(variance + epsilon)
        if let gamma { scale = scale * gamma }
        var shift = -(mean * scale)
        if let beta { shift = shift + beta }
        return x * scale.reshaped(to: own) + shift.reshaped(to: own)
    }

    /// Mean and variance over axes, of the elements that count.
    private func moments(_ x: Tensor, _ axes: [Int], mask: Tensor?) throws -> (mean: Tensor, variance: Tensor) {
        guard let mask else {
            let mean = x.mean(axes: axes, keepDimensions: true)
            return (mean.reshaped(to: movingMean.shape), square(x - mean).mean(axes: axes))
        }
        guard mask.rank == x.rank - 1, Shape.broadcast(Shape(mask.shape.sizes + [1]), x.shape) == x.shape else {
            throw MyelinError(
                .shape, "expected a mask with all axes of the input \(x.shape) but the last, got \(mask.shape)")
        }
        let counts = mask.expanded(at: -1).broadcast(to: x.shape)
        let zeros = Tensor.zeros(x.shape, dtype: x.dtype)
        let total = counts.cast(to: x.dtype).sum(axes: axes, keepDimensions: true) + 1e-7
        let mean = select(counts, x, zeros).sum(axes: axes, keepDimensions: true) / total
        let squares = square(select(counts, x - mean, zeros)).sum(axes: axes, keepDimensions: true)
        return (mean.reshaped(to: movingMean.shape), (squares / total).reshaped(to: movingMean.shape))
    }

    /// Moves an average towards a new value.
    @discardableResult
    private func average(_ moving: Variable, _ new: Tensor, _ momentum: Double, _ context: CallContext) -> Tensor {
        let next = context.value(of: moving) * momentum + new * (1 - momentum)
        context.update(moving, to: next)
        return next
    }

    public override var config: ConfigObject {
        settings.config.merging([
            "axis": .int(axis), "momentum": .double(momentum), "epsilon": .double(epsilon),
            "moving_mean_initializer": movingMeanInitializer.serialized,
            "moving_variance_initializer": movingVarianceInitializer.serialized,
            "activity_regularizer": activityRegularizer.serialized, "synchronized": .bool(synchronized),
            "renorm": .bool(renorm != nil), "renorm_clipping": renorm?.clipping ?? .null,
            "renorm_momentum": .double(renorm?.momentum ?? 0.99),
        ]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try config.int("axis", default: -1), momentum: try config.double("momentum", default: 0.99),
            epsilon: try config.double("epsilon", default: 1e-3), try NormalizationWeights(config: config),
            try config.initializer("moving_mean_initializer", default: Zeros()),
            try config.initializer("moving_variance_initializer", default: Ones()),
            try config.bool("renorm", default: false) ? Renormalization(config: config) : nil,
            try config.bool("synchronized", default: false), name: try config.string("name"))
        activityRegularizer = try config.regularizer("activity_regularizer")
    }
}
