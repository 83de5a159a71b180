import MyelinCore

/// Normalizes each sample in groups of its channels: `(x - mean) / sqrt(variance + epsilon) * gamma + beta`. Keras:
/// `GroupNormalization`. Wu, He 2018.
///
/// - Input and output shape: any, of rank 2 or more.
/// - Weights: gamma, beta, each of the axis' size.
public final class GroupNormalization: Layer {
    public let groups: Int
    public let axis: Int
    public let epsilon: Double
    private let settings: NormalizationWeights
    public private(set) var gamma: Variable?
    public private(set) var beta: Variable?

    /// - Parameters:
    ///   - groups: how many; they divide the channels. -1 makes each channel a group (instance normalization).
    ///   - axis: the channels' axis, by default the last.
    ///   - epsilon: added to the variance.
    ///   - center: whether beta is added.
    ///   - scale: whether the result is multiplied by gamma.
    ///   - betaInitializer: how beta begins; likewise for gamma.
    ///   - betaRegularizer: a penalty on beta; likewise for gamma.
    ///   - betaConstraint: what beta is put back into after each step; likewise for gamma.
    public convenience init(
        groups: Int = 32, axis: Int = -1, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true,
        betaInitializer: any Initializer = Zeros(), gammaInitializer: any Initializer = Ones(),
        betaRegularizer: (any Regularizer)? = nil, gammaRegularizer: (any Regularizer)? = nil,
        betaConstraint: (any Constraint)? = nil, gammaConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        let settings = NormalizationWeights(
            centers: center, scales: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer,
            betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint,
            gammaConstraint: gammaConstraint)
        self.init(groups, axis, epsilon, settings, name: name)
    }

    private init(_ groups: Int, _ axis: Int, _ epsilon: Double, _ settings: NormalizationWeights, name: String?) {
        self.groups = groups
        self.axis = axis
        self.epsilon = epsilon
        self.settings = settings
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }
    override var roundsWeights: Bool { false }

    /// The channels' axis, their number, and the number of groups.
    private func layout(_ shape: Shape) throws -> (axis: Int, channels: Int, groups: Int) {
        guard shape.rank >= 2, let axis = shape.resolved(axis: axis), axis > 0 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more with axis \(axis), got \(shape)")
        }
        let channels = shape[axis], groups = groups == -1 ? channels : groups
        guard groups >= 1, channels >= groups, channels % groups == 0 else {
            throw MyelinError(
                .argument, "expected a number of groups that divides the \(channels) channels, or -1, got \(groups)")
        }
        return (axis, channels, groups)
    }

    public override func build(_ input: Shape) throws {
        let shape: Shape = [try layout(input).channels]
        if settings.scales { gamma = settings.addGamma(to: self, shape) }
        if settings.centers { beta = settings.addBeta(to: self, shape) }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let (axis, channels, groups) = try layout(x.shape)
        if let shape = gamma?.shape ?? beta?.shape, shape != [channels] {
            throw MyelinError(.shape, "expected \(shape[0]) channels along axis \(self.axis), got shape \(x.shape)")
        }
        var sizes = x.shape.sizes, own = [Int](repeating: 1, count: x.rank)
        sizes.replaceSubrange(axis...axis, with: [groups, channels / groups])
        own.replaceSubrange(axis...axis, with: [groups, channels / groups])
        let grouped = x.reshaped(to: Shape(sizes))
        let others = (1..<grouped.rank).filter { $0 != axis }
        let mean = grouped.mean(axes: others, keepDimensions: true)
        let variance = square(grouped - mean).mean(axes: others, keepDimensions: true)
        // One multiplication and one addition for each element; the rest is done once for each group and channel.
        var factor = rsqrt(variance + epsilon)
        if let gamma { factor = factor * gamma.value.reshaped(to: Shape(own)) }
        var shift = -(mean * factor)
        if let beta { shift = shift + beta.value.reshaped(to: Shape(own)) }
        return (grouped * factor + shift).reshaped(to: x.shape)
    }

    public override var config: ConfigObject {
        settings.config.merging([
            "groups": .int(groups), "axis": .int(axis), "epsilon": .double(epsilon),
        ]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try config.int("groups", default: 32), try config.int("axis", default: -1),
            try config.double("epsilon", default: 1e-3), try NormalizationWeights(config: config),
            name: try config.string("name"))
    }
}
