import MyelinCore

/// Adam that averages instead of lowering its step size (Defazio et al. 2024). Keras: `ScheduleFreeAdamW`.
///
/// Weights are `w = (1 - beta1) * z + beta1 * x` of a sequence z that steps and its mean x; both begin as the weight. In step t
/// `v += (1 - beta2) * (g² - v)`, `z -= learningRate * g / (sqrt(v / (1 - beta2^t)) + epsilon)` and `x += (z - x) / t`.
open class ScheduleFreeAdamW: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double
    public let warmupSteps: Int

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: the share of the mean in the weights, above 0.
    ///   - beta2: how much of their squares' moving mean a step keeps.
    ///   - epsilon: keeps the divisor from 0.
    ///   - warmupSteps: steps in which the step size rises to its full value.
    public init(
        learningRate: any LearningRate = 0.0025, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        warmupSteps: Int = 0, options: OptimizerOptions = OptimizerOptions()
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.warmupSteps = warmupSteps
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.0025, beta1: try config.double("beta_1", default: 0.9),
            beta2: try config.double("beta_2", default: 0.999), epsilon: try config.double("epsilon", default: 1e-8),
            warmupSteps: try config.int("warmup_steps", default: 0), options: settings.options)
    }

    open override var className: String { "ScheduleFreeAdamW" }
    open override var config: ConfigObject {
        [
            "beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon),
            "warmup_steps": .int(warmupSteps),
        ]
    }

    open override func check() throws {
        try super.check()
        guard beta1 > 0, beta1 <= 1 else { throw wrong("beta1 above 0 and up to 1", beta1) }
        guard (0..<1).contains(beta2) else { throw wrong("beta2 from 0 to below 1", beta2) }
        guard warmupSteps >= 0 else { throw wrong("warmupSteps of at least 0", warmupSteps) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("momentum", for: variable), slot("velocity", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let dtype = variable.dtype
        let number = step.number(as: dtype)
        var rate = step.learningRate(as: dtype)
        if warmupSteps > 0 { rate = rate * minimum(number / Double(warmupSteps), Tensor(1, dtype)) }
        let velocityFactor = 1 / step.correction(beta2, dtype)

        // Keras copies the weight when it builds the optimizer. Taken in the first step, it is the weight as loaded.
        let old = select(step.number.equal(1), step.weightBeforeDecay, slots[0])
        let velocity = slots[1] + (square(gradient) - slots[1]) * (1 - beta2)
        let new = old - gradient * rate / (sqrt(velocity * velocityFactor) + epsilon)
        let mean = (variable - old * (1 - beta1)) * (1 / beta1)
        let newMean = mean + (new - mean) * (1 / number)
        return (new + (newMean - new) * beta1, [new, velocity])
    }
}
