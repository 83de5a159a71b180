import MyelinCore

/// `initialLearningRate * decayRate^(step / decaySteps)`. Keras: `ExponentialDecay`.
public struct ExponentialDecay: LearningRateSchedule {
    public static let className = "ExponentialDecay"
    public let initialLearningRate: Double
    public let decaySteps: Double
    public let decayRate: Double
    public let staircase: Bool
    public let name: String

    /// - Parameters:
    ///   - initialLearningRate: the first step size.
    ///   - decaySteps: batches after which it has become `decayRate` times as large.
    ///   - decayRate: that factor.
    ///   - staircase: whether it changes only once in so many batches.
    public init(
        initialLearningRate: Double, decaySteps: Double, decayRate: Double, staircase: Bool = false,
        name: String = "ExponentialDecay"
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.decayRate = decayRate
        self.staircase = staircase
        self.name = name
    }

    public init(config: Config) throws {
        self.init(
            initialLearningRate: try config.double("initial_learning_rate"),
            decaySteps: try config.double("decay_steps"), decayRate: try config.double("decay_rate"),
            staircase: try config.bool("staircase", default: false),
            name: try config.string("name", default: "ExponentialDecay"))
    }

    public var config: ConfigObject {
        [
            "initial_learning_rate": .double(initialLearningRate), "decay_steps": .steps(decaySteps),
            "decay_rate": .double(decayRate), "staircase": .bool(staircase), "name": .string(name),
        ]
    }

    public func check() throws { try requirePositive("decaySteps", decaySteps) }

    public func callAsFunction(_ step: Tensor) -> Tensor {
        let progress = step.cast(to: .float32) / decaySteps
        return power(Tensor(decayRate), staircase ? floor(progress) : progress) * initialLearningRate
    }
}
