import MyelinCore

/// Adam with the largest gradient in place of their mean square (Kingma & Ba 2014, section 7). Keras: `Adamax`.
///
/// `m += (1 - beta1) * (g - m)`, `u = max(beta2 * u, |g|)` and `w -= learningRate / (1 - beta1^t) * m / (u + epsilon)` in
/// step t.
open class Adamax: MomentOptimizer {
    open override var className: String { "Adamax" }

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
