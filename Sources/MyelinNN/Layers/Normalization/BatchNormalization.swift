import MyelinCore

/// Normalizes each channel: while training by the batch's mean and variance, otherwise by their moving averages.
/// Keras: `BatchNormalization`. Ioffe, Szegedy 2015.
///
/// - Input and output shape: any, of rank 2 or more.
/// - Weights: gamma, beta (trained), moving_mean, moving_variance (not trained), each of the axis' size.
public final class BatchNormalization: Layer {
    public let axis: Int
    public let momentum: Double
    public let epsilon: Double
    public let centers: Bool
    public let scales: Bool
    public let betaInitializer: any Initializer
    public let gammaInitializer: any Initializer
    public let movingMeanInitializer: any Initializer
    public let movingVarianceInitializer: any Initializer
    public let betaRegularizer: (any Regularizer)?
    public let gammaRegularizer: (any Regularizer)?
    public let betaConstraint: (any Constraint)?
    public let gammaConstraint: (any Constraint)?
    public private(set) var gamma: Variable?
    public private(set) var beta: Variable?
    public private(set) var movingMean: Variable!
    public private(set) var movingVariance: Variable!

    /// - Parameters:
    ///   - axis: the channels' axis, by default the last.
    ///   - momentum: share of the moving averages that stays in each step.
    ///   - epsilon: added to the variance.
    ///   - center: whether beta is added.
    ///   - scale: whether the result is multiplied by gamma.
    ///   - betaInitializer: how beta begins; likewise for the other weights.
    ///   - betaRegularizer: a penalty on beta; likewise for gamma and for the output (activity).
    ///   - betaConstraint: what beta is put back into after each step; likewise for gamma.
    public init(
        axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        betaInitializer: any Initializer = Zeros(), gammaInitializer: any Initializer = Ones(),
        movingMeanInitializer: any Initializer = Zeros(), movingVarianceInitializer: any Initializer = Ones(),
        betaRegularizer: (any Regularizer)? = nil, gammaRegularizer: (any Regularizer)? = nil,
        betaConstraint: (any Constraint)? = nil, gammaConstraint: (any Constraint)? = nil,
        activityRegularizer: (any Regularizer)? = nil, name: String? = nil
    ) {
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        centers = center
        scales = scale
        self.betaInitializer = betaInitializer
        self.gammaInitializer = gammaInitializer
        self.movingMeanInitializer = movingMeanInitializer
        self.movingVarianceInitializer = movingVarianceInitializer
        self.betaRegularizer = betaRegularizer
        self.gammaRegularizer = gammaRegularizer
        self.betaConstraint = betaConstraint
        self.gammaConstraint = gammaConstraint
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    public override func build(_ input: Shape) throws {
        guard input.rank >= 2, let axis = input.resolved(axis: axis), axis > 0 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more with axis \(axis), got \(input)")
        }
        let shape: Shape = [input[axis]]
        if scales {
            gamma = addWeight(
                "gamma", shape: shape, initializer: gammaInitializer, regularizer: gammaRegularizer,
                constraint: gammaConstraint)
        }
        if centers {
            beta = addWeight(
                "beta", shape: shape, initializer: betaInitializer, regularizer: betaRegularizer,
                constraint: betaConstraint)
        }
        movingMean = addWeight("moving_mean", shape: shape, initializer: movingMeanInitializer, trainable: false)
        movingVariance = addWeight(
            "moving_variance", shape: shape, initializer: movingVarianceInitializer, trainable: false)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard let axis = x.shape.resolved(axis: axis), x.shape[axis] == movingMean.shape[0] else {
            throw MyelinError(
                .shape, "expected \(movingMean.shape[0]) channels along axis \(axis), got shape \(x.shape)")
        }
        var broadcastShape = Shape([Int](repeating: 1, count: x.rank))
        broadcastShape[axis] = x.shape[axis]
        var mean = movingMean.value, variance = movingVariance.value
        // A frozen layer keeps to its moving averages, as in Keras.
        if context.training && trainable {
            let others = (0..<x.rank).filter { $0 != axis }
            mean = x.mean(axes: others)
            variance = square(x - mean.reshaped(to: broadcastShape)).mean(axes: others)
            for (moving, new) in [(movingMean!, mean), (movingVariance!, variance)] {
                let old = context.value(of: moving)
                context.update(moving, to: old * momentum + new * (1 - momentum))
            }
        }
        // One multiplication and one addition for each element; the rest is done once for each channel.
        var scale = rsqrt(variance + epsilon)
        if let gamma { scale = scale * gamma.value }
        var shift = -(mean * scale)
        if let beta { shift = shift + beta.value }
        return x * scale.reshaped(to: broadcastShape) + shift.reshaped(to: broadcastShape)
    }

    public override var config: [String: ConfigValue] {
        [
            "axis": .int(axis), "momentum": .double(momentum), "epsilon": .double(epsilon), "center": .bool(centers),
            "scale": .bool(scales), "beta_initializer": betaInitializer.serialized,
            "gamma_initializer": gammaInitializer.serialized,
            "moving_mean_initializer": movingMeanInitializer.serialized,
            "moving_variance_initializer": movingVarianceInitializer.serialized,
            "beta_regularizer": betaRegularizer.serialized, "gamma_regularizer": gammaRegularizer.serialized,
            "beta_constraint": betaConstraint.serialized, "gamma_constraint": gammaConstraint.serialized,
            "activity_regularizer": activityRegularizer.serialized,
        ]
    }

    convenience init(config: Config) throws {
        guard try !config.bool("renorm", default: false) else {
            throw MyelinError(.file, "\(config.owner): setting 'renorm' is not supported")
        }
        self.init(
            axis: try config.int("axis", default: -1), momentum: try config.double("momentum", default: 0.99),
            epsilon: try config.double("epsilon", default: 1e-3), center: try config.bool("center", default: true),
            scale: try config.bool("scale", default: true),
            betaInitializer: try config.initializer("beta_initializer", default: Zeros()),
            gammaInitializer: try config.initializer("gamma_initializer", default: Ones()),
            movingMeanInitializer: try config.initializer("moving_mean_initializer", default: Zeros()),
            movingVarianceInitializer: try config.initializer("moving_variance_initializer", default: Ones()),
            betaRegularizer: try config.regularizer("beta_regularizer"),
            gammaRegularizer: try config.regularizer("gamma_regularizer"),
            betaConstraint: try config.constraint("beta_constraint"),
            gammaConstraint: try config.constraint("gamma_constraint"),
            activityRegularizer: try config.regularizer("activity_regularizer"), name: try config.string("name"))
    }
}
