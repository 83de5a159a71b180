import MyelinCore

/// Adam with Nesterov's momentum (Dozat 2015). Keras: `Nadam`.
///
/// With `u_t = beta1 * (1 - 0.5 * 0.96^t)` and the product U of all u so far, in step t: m and v as Adam's,
/// `m̂ = u_{t+1} * m / (1 - U * u_{t+1}) + (1 - u_t) * g / (1 - U)`, `v̂ = v / (1 - beta2^t)` and
/// `w -= learningRate * m̂ / (sqrt(v̂) + epsilon)`.
open class Nadam: MomentOptimizer {
    open override var className: String { "Nadam" }

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
