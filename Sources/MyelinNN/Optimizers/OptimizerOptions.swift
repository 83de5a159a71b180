import MyelinCore

/// What every optimizer can do besides its rule: Keras' keyword arguments of all optimizers.
///
///     Adam(learningRate: 0.01, options: OptimizerOptions(clipNorm: 1, gradientAccumulationSteps: 4))
///
/// In a step, gradients are divided by `lossScaleFactor`, averaged over `gradientAccumulationSteps` batches, clipped; the
/// weights decay, the rule moves them, and their moving averages follow.
public struct OptimizerOptions: Hashable, Sendable {
    /// Share of each weight that is taken off in each step, times the learning rate, before the rule's own step.
    public var weightDecay: Double?
    /// Largest norm of each gradient; larger ones are scaled down. 0 clips nothing, as in Keras.
    public var clipNorm: Double?
    /// Largest norm of all gradients together.
    public var globalClipNorm: Double?
    /// Largest absolute value of a gradient's elements.
    public var clipValue: Double?
    /// Whether moving averages of the weights are kept, which become the weights when training ends.
    public var useEMA: Bool
    /// How much of the moving averages a step keeps.
    public var emaMomentum: Double
    /// After how many steps the weights are set to their moving averages; nil for at the end alone.
    public var emaOverwriteFrequency: Int?
    /// The factor of the loss whose gradients are taken; they are divided by it again.
    public var lossScaleFactor: Double?
    /// Batches whose gradients make one step; nil for one.
    public var gradientAccumulationSteps: Int?
    /// The optimizer's name; nil for its class name in snake case.
    public var name: String?

    public init(
        weightDecay: Double? = nil, clipNorm: Double? = nil, globalClipNorm: Double? = nil, clipValue: Double? = nil,
        useEMA: Bool = false, emaMomentum: Double = 0.99, emaOverwriteFrequency: Int? = nil,
        lossScaleFactor: Double? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) {
        self.weightDecay = weightDecay
        self.clipNorm = clipNorm
        self.globalClipNorm = globalClipNorm
        self.clipValue = clipValue
        self.useEMA = useEMA
        self.emaMomentum = emaMomentum
        self.emaOverwriteFrequency = emaOverwriteFrequency
        self.lossScaleFactor = lossScaleFactor
        self.gradientAccumulationSteps = gradientAccumulationSteps
        self.name = name
    }

    /// The options in a configuration, by Keras' names; what is missing has Keras' default.
    public init(config: Config) throws {
        func count(_ key: String) throws -> Int? { config.has(key) ? try config.int(key) : nil }
        self.init(
            weightDecay: try config.optionalDouble("weight_decay"), clipNorm: try config.optionalDouble("clipnorm"),
            globalClipNorm: try config.optionalDouble("global_clipnorm"),
            clipValue: try config.optionalDouble("clipvalue"), useEMA: try config.bool("use_ema", default: false),
            emaMomentum: try config.double("ema_momentum", default: 0.99),
            emaOverwriteFrequency: try count("ema_overwrite_frequency"),
            lossScaleFactor: try config.optionalDouble("loss_scale_factor"),
            gradientAccumulationSteps: try count("gradient_accumulation_steps"),
            name: config.has("name") ? try config.string("name") : nil)
    }

    /// The options by Keras' names, but for the optimizer's name.
    public var config: ConfigObject {
        [
            "weight_decay": ConfigValue(weightDecay), "clipnorm": ConfigValue(clipNorm),
            "global_clipnorm": ConfigValue(globalClipNorm), "clipvalue": ConfigValue(clipValue),
            "use_ema": .bool(useEMA), "ema_momentum": .double(emaMomentum),
            "ema_overwrite_frequency": ConfigValue(emaOverwriteFrequency),
            "loss_scale_factor": ConfigValue(lossScaleFactor),
            "gradient_accumulation_steps": ConfigValue(gradientAccumulationSteps),
        ]
    }

    /// Throws if an option is impossible.
    func check(_ owner: Optimizer) throws {
        let limits = [("clipNorm", clipNorm), ("clipValue", clipValue), ("globalClipNorm", globalClipNorm)]
        let given = limits.compactMap { name, limit in limit.map { (name, $0) } }
        guard given.count <= 1 else {
            throw MyelinError(
                .argument,
                "\(owner.className): expected one of clipNorm, clipValue and globalClipNorm, got \(given.count)")
        }
        for (name, limit) in given where !(limit >= 0) { throw owner.wrong("\(name) of at least 0", limit) }
        if let weightDecay, !(weightDecay >= 0) {
            throw owner.wrong("a weight decay that is not negative", weightDecay)
        }
        if useEMA, !(0...1).contains(emaMomentum) { throw owner.wrong("emaMomentum from 0 to 1", emaMomentum) }
        if useEMA, let emaOverwriteFrequency, emaOverwriteFrequency < 0 {
            throw owner.wrong("emaOverwriteFrequency of at least 1", emaOverwriteFrequency)
        }
        if let lossScaleFactor, !(lossScaleFactor > 0 && lossScaleFactor.isFinite) {
            throw owner.wrong("lossScaleFactor above 0", lossScaleFactor)
        }
        // 0 means none, as in Keras.
        if let steps = gradientAccumulationSteps, steps != 0, steps < 2 {
            throw owner.wrong("gradientAccumulationSteps of at least 2", steps)
        }
    }

    /// The batches of a step, if more than one.
    var accumulatedBatches: Int? { gradientAccumulationSteps.flatMap { $0 > 1 ? $0 : nil } }
}
