import MyelinCore

/// Adam's step scaled to the weight's norm, for large batches (You et al. 2019). Keras: `Lamb`.
///
/// With m and v as Adam's, `s = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)` and
/// `w -= learningRate * |w| / |s| * s` in step t; the ratio is 1 where a norm is 0.
open class Lamb: MomentOptimizer {
    open override var className: String { "Lamb" }

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
