import MyelinCore

/// Steps of one size by the sign of a moving mean (Chen et al. 2023). Keras: `Lion`.
///
/// `w -= learningRate * sign(beta1 * m + (1 - beta1) * g)`, then `m = beta2 * m + (1 - beta2) * g`.
open class Lion: Optimizer {
    public let beta1: Double
    public let beta2: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: how much of the moving mean, against the gradient, decides on the sign; above 0.
    ///   - beta2: how much of the moving mean a step keeps.
    public init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.99,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001, beta1: try config.double("beta_1", default: 0.9),
            beta2: try config.double("beta_2", default: 0.99), options: settings.options)
    }

    open override var className: String { "Lion" }
    open override var config: ConfigObject {
        ["beta_1": .double(beta1), "beta_2": .double(beta2)]
    }

    open override func check() throws {
        try super.check()
        guard beta1 > 0, beta1 <= 1 else { throw wrong("beta1 above 0 and up to 1", beta1) }
        guard (0...1).contains(beta2) else { throw wrong("beta2 from 0 to 1", beta2) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("momentum", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let direction = sign(slots[0] + (gradient - slots[0]) * (1 - beta1))
        let mean = slots[0] + (gradient - slots[0]) * (1 - beta2)
        return (variable - direction * step.learningRate(as: variable.dtype), [mean])
    }
}

extension Optimizer {
    /// Lion with a learning rate of 0.001.
    public static var lion: Optimizer { Lion() }
    /// Lion with a learning rate of one's own.
    public static func lion(learningRate: any LearningRate) -> Optimizer { Lion(learningRate: learningRate) }
}
