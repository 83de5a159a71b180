import MyelinCore

/// Adam's step scaled to the weight's norm, for large batches (You et al. 2019). Keras: `Lamb`.
///
/// With m and v as Adam's, `s = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)` and
/// `w -= learningRate * |w| / |s| * s` in step t; the ratio is 1 where a norm is 0.
open class Lamb: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: how much of the gradients' moving mean a step keeps.
    ///   - beta2: how much of their squares' moving mean a step keeps.
    ///   - epsilon: keeps the divisor from 0.
    public init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001, beta1: try config.double("beta_1", default: 0.9),
            beta2: try config.double("beta_2", default: 0.999), epsilon: try config.double("epsilon", default: 1e-7),
            options: settings.options)
    }

    open override var className: String { "Lamb" }
    open override var config: ConfigObject {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon)]
    }

    open override func check() throws {
        try super.check()
        guard (0..<1).contains(beta1) else { throw wrong("beta1 from 0 to below 1", beta1) }
        guard (0..<1).contains(beta2) else { throw wrong("beta2 from 0 to below 1", beta2) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("momentum", for: variable), slot("velocity", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let dtype = variable.dtype
        let mean = slots[0] + (gradient - slots[0]) * (1 - beta1)
        let velocity = slots[1] + (square(gradient) - slots[1]) * (1 - beta2)
        let meanFactor = 1 / step.correction(beta1, dtype), velocityFactor = 1 / step.correction(beta2, dtype)
        let change = mean * meanFactor / (sqrt(velocity * velocityFactor) + epsilon)
        let weightNorm = sqrt(square(variable).sum()), changeNorm = sqrt(square(change).sum())
        let ratio = select(weightNorm.greater(0).and(changeNorm.greater(0)), weightNorm / changeNorm, Tensor(1, dtype))
        return (variable - change * (ratio * step.learningRate(as: dtype)), [mean, velocity])
    }
}

extension Optimizer {
    /// Lamb with a learning rate of 0.001.
    public static var lamb: Optimizer { Lamb() }
    /// Lamb with a learning rate of one's own.
    public static func lamb(learningRate: any LearningRate) -> Optimizer { Lamb(learningRate: learningRate) }
}
