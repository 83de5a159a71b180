import MyelinCore

/// Adam with Nesterov's momentum (Dozat 2015). Keras: `Nadam`.
///
/// With `u_t = beta1 * (1 - 0.5 * 0.96^t)` and the product U of all u so far, in step t: m and v as Adam's,
/// `m̂ = u_{t+1} * m / (1 - U * u_{t+1}) + (1 - u_t) * g / (1 - U)`, `v̂ = v / (1 - beta2^t)` and
/// `w -= learningRate * m̂ / (sqrt(v̂) + epsilon)`.
open class Nadam: Optimizer {
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

    open override var className: String { "Nadam" }
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

    /// The product of all u.
    open override func makeSharedState(for variables: [Variable]) -> [Variable] {
        [Variable(constant: 1, variables.first?.dtype ?? .float32, name: "variable")]
    }

    open override func sharedUpdates(_ values: [Tensor], step: OptimizerStep) -> [Tensor] {
        [values[0] * share(step.number(as: values[0].dtype))]
    }

    /// u of a step: the share of the momentum that is kept, which grows towards beta1.
    private func share(_ number: Tensor) -> Tensor {
        (1 - power(Tensor(0.96, number.dtype), number) * 0.5) * beta1
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        // Scalars first.
        let dtype = variable.dtype
        let number = step.number(as: dtype)
        let present = share(number), next = share(number + 1)
        let product = step.shared[0].cast(to: dtype)
        let rate = step.learningRate(as: dtype)
        let meanFactor = rate * next / (1 - product * next)
        let gradientFactor = rate * (1 - present) / (1 - product)
        let velocityFactor = 1 / step.correction(beta2, dtype)

        let mean = slots[0] + (gradient - slots[0]) * (1 - beta1)
        let velocity = slots[1] + (square(gradient) - slots[1]) * (1 - beta2)
        let change = mean * meanFactor + gradient * gradientFactor
        return (variable - change / (sqrt(velocity * velocityFactor) + epsilon), [mean, velocity])
    }
}

extension Optimizer {
    /// Nadam with a learning rate of 0.001.
    public static var nadam: Optimizer { Nadam() }
    /// Nadam with a learning rate of one's own.
    public static func nadam(learningRate: any LearningRate) -> Optimizer { Nadam(learningRate: learningRate) }
}
