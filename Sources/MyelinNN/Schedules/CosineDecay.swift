import MyelinCore

/// Half a wave of the cosine from the first step size to `alpha` times that, after a straight rise if wanted (Loshchilov &
/// Hutter 2016). Keras: `CosineDecay`.
///
/// `initialLearningRate * ((1 - alpha) * 0.5 * (1 + cos(π * step / decaySteps)) + alpha)`, and the last value from
/// `decaySteps` on. With `warmupTarget` the rate first rises to it in `warmupSteps` batches, and falls from there.
public struct CosineDecay: LearningRateSchedule {
    public static let className = "CosineDecay"
    public let initialLearningRate: Double
    public let decaySteps: Double
    public let alpha: Double
    public let name: String
    public let warmupTarget: Double?
    public let warmupSteps: Double

    /// - Parameters:
    ///   - initialLearningRate: the first step size.
    ///   - decaySteps: batches of the decay.
    ///   - alpha: the last step size, as a share of that from which it falls.
    ///   - warmupTarget: the step size to which it rises first; nil for none.
    ///   - warmupSteps: batches of the rise.
    public init(
        initialLearningRate: Double, decaySteps: Double, alpha: Double = 0, name: String = "CosineDecay",
        warmupTarget: Double? = nil, warmupSteps: Double = 0
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.alpha = alpha
        self.name = name
        self.warmupTarget = warmupTarget
        self.warmupSteps = warmupSteps
    }

    public init(config: Config) throws {
        self.init(
            initialLearningRate: try config.double("initial_learning_rate"),
            decaySteps: try config.double("decay_steps"), alpha: try config.double("alpha", default: 0),
            name: try config.string("name", default: "CosineDecay"),
            warmupTarget: try config.optionalDouble("warmup_target"),
            warmupSteps: try config.double("warmup_steps", default: 0))
    }

    public var config: ConfigObject {
        [
            "initial_learning_rate": .double(initialLearningRate), "decay_steps": .steps(decaySteps),
            "alpha": .double(alpha), "name": .string(name), "warmup_target": ConfigValue(warmupTarget),
            "warmup_steps": .steps(warmupSteps),
        ]
    }

    public func check() throws {
        try requirePositive("decaySteps", decaySteps)
        guard warmupSteps >= 0 else {
            throw MyelinError(.argument, "\(Self.className): expected warmupSteps of at least 0, got \(warmupSteps)")
        }
    }

    public func callAsFunction(_ step: Tensor) -> Tensor {
        var number = step.cast(to: .float32)
        guard let warmupTarget else { return decayed(minimum(number, Tensor(decaySteps)), from: initialLearningRate) }
        number = minimum(number, Tensor(decaySteps + warmupSteps))
        let falling = decayed(number - warmupSteps, from: warmupTarget)
        guard warmupSteps > 0 else { return falling }
        let rising = number / warmupSteps * (warmupTarget - initialLearningRate) + initialLearningRate
        return select(number.less(Tensor(warmupSteps)), rising, falling)
    }

    private func decayed(_ number: Tensor, from rate: Double) -> Tensor {
        let wave = 0.5 * (1 + cos(number / decaySteps * Double.pi))
        return (wave * (1 - alpha) + alpha) * rate
    }
}
