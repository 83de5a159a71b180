import MyelinCore

/// What Adam and the rules made from it share: how long their two moments remember, and the divisor's least value.
open class MomentOptimizer: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: how much of the first moment, the gradients' moving mean, a step keeps.
    ///   - beta2: how much of the second moment a step keeps, that of the gradients' squares or sizes.
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

    open override var config: ConfigObject {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon)]
    }

    open override func check() throws {
        try super.check()
        guard (0..<1).contains(beta1) else { throw wrong("beta1 from 0 to below 1", beta1) }
        guard (0..<1).contains(beta2) else { throw wrong("beta2 from 0 to below 1", beta2) }
    }
}
