import MyelinCore

/// Adaptive moments (Kingma & Ba 2014). Keras: `Adam`.
///
/// `m += (1 - beta1) * (g - m)`, `v += (1 - beta2) * (g² - v)` and `w -= alpha * m / (sqrt(v) + epsilon)` with
/// `alpha = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)` in step t. AMSGrad divides by the largest v so far.
open class Adam: MomentOptimizer {
    public let amsgrad: Bool

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta1: how much of the gradients' moving mean a step keeps.
    ///   - beta2: how much of their squares' moving mean a step keeps.
    ///   - epsilon: keeps the divisor from 0.
    ///   - amsgrad: whether to divide by the largest moving mean so far.
    public init(
        learningRate: any LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, options: OptimizerOptions = OptimizerOptions()
    ) {
        self.amsgrad = amsgrad
        super.init(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001, beta1: try config.double("beta_1", default: 0.9),
            beta2: try config.double("beta_2", default: 0.999), epsilon: try config.double("epsilon", default: 1e-7),
            amsgrad: try config.bool("amsgrad", default: false), options: settings.options)
    }

    open override var className: String { "Adam" }
    open override var config: ConfigObject {
        super.config.merging(["amsgrad": .bool(amsgrad)]) { _, new in new }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        let names = amsgrad ? ["momentum", "velocity", "velocity_hat"] : ["momentum", "velocity"]
        return names.map { slot($0, for: variable) }
    }

    open override var slotGroups: [Int]? { amsgrad ? [2, 1] : [2] }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        // Scalars: recorded for every weight, computed once a step.
        let dtype = variable.dtype
        let correction = sqrt(step.correction(beta2, dtype)) / step.correction(beta1, dtype)
        let alpha = step.learningRate(as: dtype) * correction

        let mean = slots[0] + (gradient - slots[0]) * (1 - beta1)
        let velocity = slots[1] + (square(gradient) - slots[1]) * (1 - beta2)
        let largest = amsgrad ? maximum(slots[2], velocity) : velocity
        let new = variable - mean * alpha / (sqrt(largest) + epsilon)
        return (new, amsgrad ? [mean, velocity, largest] : [mean, velocity])
    }
}

extension Optimizer {
    /// Adam with a learning rate of 0.001.
    public static var adam: Optimizer { Adam() }
    /// Adam with a learning rate of one's own.
    public static func adam(learningRate: any LearningRate) -> Optimizer { Adam(learningRate: learningRate) }
}
