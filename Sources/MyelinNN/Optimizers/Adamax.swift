import MyelinCore

/// Adam with the largest gradient in place of their mean square (Kingma & Ba 2014, section 7). Keras: `Adamax`.
///
/// `m += (1 - beta1) * (g - m)`, `u = max(beta2 * u, |g|)` and `w -= learningRate / (1 - beta1^t) * m / (u + epsilon)` in
/// step t.
open class Adamax: Optimizer {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: how much of the gradients' moving mean a step keeps.
    ///   - beta2: how much of the largest gradient so far a step keeps.
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

    open override var className: String { "Adamax" }
    open override var config: ConfigObject {
        ["beta_1": .double(beta1), "beta_2": .double(beta2), "epsilon": .double(epsilon)]
    }

    open override func check() throws {
        try super.check()
        guard (0..<1).contains(beta1) else { throw wrong("beta1 from 0 to below 1", beta1) }
        guard (0..<1).contains(beta2) else { throw wrong("beta2 from 0 to below 1", beta2) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("momentum", for: variable), slot("norm", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let alpha = step.learningRate(as: variable.dtype) / step.correction(beta1, variable.dtype)
        let mean = slots[0] + (gradient - slots[0]) * (1 - beta1)
        let norm = maximum(slots[1] * beta2, abs(gradient))
        return (variable - mean * alpha / (norm + epsilon), [mean, norm])
    }
}

extension Optimizer {
    /// Adamax with a learning rate of 0.001.
    public static var adamax: Optimizer { Adamax() }
    /// Adamax with a learning rate of one's own.
    public static func adamax(learningRate: any LearningRate) -> Optimizer { Adamax(learningRate: learningRate) }
}
