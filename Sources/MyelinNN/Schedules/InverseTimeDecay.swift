import MyelinCore

/// `initialLearningRate / (1 + decayRate * step / decaySteps)`. Keras: `InverseTimeDecay`.
public struct InverseTimeDecay: LearningRateSchedule {
    public static let className = "InverseTimeDecay"
    public let initialLearningRate: Double
    public let decaySteps: Double
    public let decayRate: Double
    public let staircase: Bool
    public let name: String

    /// - Parameters:
    ///   - initialLearningRate: the first step size.
    ///   - decaySteps: batches after which the divisor has grown by `decayRate`.
    ///   - decayRate: by how much the divisor grows.
    ///   - staircase: whether it changes only once in so many batches.
    public init(
        initialLearningRate: Double, decaySteps: Double, decayRate: Double, staircase: Bool = false,
        name: String = "InverseTimeDecay"
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
            name: try config.string("name", default: "InverseTimeDecay"))
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
        return initialLearningRate / (1 + (staircase ? floor(progress) : progress) * decayRate)
    }
}
