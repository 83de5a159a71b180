import MyelinCore

/// Adam with weight decay (Loshchilov & Hutter 2017). Keras: `AdamW`.
open class AdamW: Adam {
    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - weightDecay: share of each weight that is taken off in each step, times the learning rate; it stands in place of
    ///     that of `options`.
    ///   - beta1: how much of the gradients' moving mean a step keeps.
    ///   - beta2: how much of their squares' moving mean a step keeps.
    ///   - epsilon: keeps the divisor from 0.
    ///   - amsgrad: whether to divide by the largest moving mean so far.
    public init(
        learningRate: any LearningRate = 0.001, weightDecay: Double = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-7, amsgrad: Bool = false, options: OptimizerOptions = OptimizerOptions()
    ) {
        var options = options
        options.weightDecay = weightDecay
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad, options: options
        )
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001,
            weightDecay: try config.double("weight_decay", default: 0.004),
            beta1: try config.double("beta_1", default: 0.9), beta2: try config.double("beta_2", default: 0.999),
            epsilon: try config.double("epsilon", default: 1e-7), amsgrad: try config.bool("amsgrad", default: false),
            options: settings.options)
    }

    open override var className: String { "AdamW" }
}

extension Optimizer {
    /// AdamW with a learning rate of 0.001 and a weight decay of 0.004.
    public static var adamW: Optimizer { AdamW() }
    /// AdamW with a learning rate and weight decay of one's own.
    public static func adamW(learningRate: any LearningRate, weightDecay: Double = 0.004) -> Optimizer {
        AdamW(learningRate: learningRate, weightDecay: weightDecay)
    }
}
