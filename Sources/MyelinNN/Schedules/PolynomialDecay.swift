import MyelinCore

/// `(initialLearningRate - endLearningRate) * (1 - step / decaySteps)^power + endLearningRate`, and `endLearningRate` from
/// `decaySteps` on. Keras: `PolynomialDecay`.
public struct PolynomialDecay: LearningRateSchedule {
    public static let className = "PolynomialDecay"
    public let initialLearningRate: Double
    public let decaySteps: Double
    public let endLearningRate: Double
    public let power: Double
    public let cycle: Bool
    public let name: String

    /// - Parameters:
    ///   - initialLearningRate: the first step size.
    ///   - decaySteps: batches until the last one.
    ///   - endLearningRate: the last step size.
    ///   - power: how the way between them bends; 1 for a straight line.
    ///   - cycle: whether `decaySteps` doubles, trebles, … once it is passed, and the step size rises anew.
    public init(
        initialLearningRate: Double, decaySteps: Double, endLearningRate: Double = 0.0001, power: Double = 1,
        cycle: Bool = false, name: String = "PolynomialDecay"
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.endLearningRate = endLearningRate
        self.power = power
        self.cycle = cycle
        self.name = name
    }

    public init(config: Config) throws {
        self.init(
            initialLearningRate: try config.double("initial_learning_rate"),
            decaySteps: try config.double("decay_steps"),
            endLearningRate: try config.double("end_learning_rate", default: 0.0001),
            power: try config.double("power", default: 1), cycle: try config.bool("cycle", default: false),
            name: try config.string("name", default: "PolynomialDecay"))
    }

    public var config: ConfigObject {
        [
            "initial_learning_rate": .double(initialLearningRate), "decay_steps": .steps(decaySteps),
            "end_learning_rate": .double(endLearningRate), "power": .double(power), "cycle": .bool(cycle),
            "name": .string(name),
        ]
    }

    public func check() throws { try requirePositive("decaySteps", decaySteps) }

    public func callAsFunction(_ step: Tensor) -> Tensor {
        let number = step.cast(to: .float32)
        var progress: Tensor
        if cycle {
            let rounds = select(number.equal(0), Tensor(1), ceil(number / decaySteps))
            progress = number / (rounds * decaySteps)
        } else {
            progress = minimum(number, Tensor(decaySteps)) / decaySteps
        }
        progress = 1 - progress
        if power != 1 { progress = MyelinCore.power(progress, Tensor(power)) }
        return progress * (initialLearningRate - endLearningRate) + endLearningRate
    }
}
