import MyelinCore

/// Follow the regularized leader (McMahan et al. 2013), with shrinkage if wanted. Keras: `Ftrl`.
///
/// With `p = -learningRatePower`, `l2 = l2RegularizationStrength + beta / (2 * learningRate)` and
/// `g' = g + 2 * l2ShrinkageRegularizationStrength * w`: `n' = n + g²`,
/// `z += g' - (n'^p - n^p) / learningRate * w`, `w = (clip(z, -l1, l1) - z) / (n'^p / learningRate + 2 * l2)`.
open class Ftrl: Optimizer {
    public let learningRatePower: Double
    public let initialAccumulatorValue: Double
    public let l1RegularizationStrength: Double
    public let l2RegularizationStrength: Double
    public let l2ShrinkageRegularizationStrength: Double
    public let beta: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - learningRatePower: how the step size falls with the sum of squares; 0 for a fixed one.
    ///   - initialAccumulatorValue: what the sums of squares begin with.
    ///   - l1RegularizationStrength: of the absolute values; makes weights 0.
    ///   - l2RegularizationStrength: of the squares, around the leader.
    ///   - l2ShrinkageRegularizationStrength: of the squares, as part of the loss.
    ///   - beta: keeps the first steps small.
    public init(
        learningRate: any LearningRate = 0.001, learningRatePower: Double = -0.5,
        initialAccumulatorValue: Double = 0.1, l1RegularizationStrength: Double = 0,
        l2RegularizationStrength: Double = 0, l2ShrinkageRegularizationStrength: Double = 0, beta: Double = 0,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.learningRatePower = learningRatePower
        self.initialAccumulatorValue = initialAccumulatorValue
        self.l1RegularizationStrength = l1RegularizationStrength
        self.l2RegularizationStrength = l2RegularizationStrength
        self.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength
        self.beta = beta
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001,
            learningRatePower: try config.double("learning_rate_power", default: -0.5),
            initialAccumulatorValue: try config.double("initial_accumulator_value", default: 0.1),
            l1RegularizationStrength: try config.double("l1_regularization_strength", default: 0),
            l2RegularizationStrength: try config.double("l2_regularization_strength", default: 0),
            l2ShrinkageRegularizationStrength: try config.double("l2_shrinkage_regularization_strength", default: 0),
            beta: try config.double("beta", default: 0), options: settings.options)
    }

    open override var className: String { "Ftrl" }
    open override var config: ConfigObject {
        [
            "learning_rate_power": .double(learningRatePower),
            "initial_accumulator_value": .double(initialAccumulatorValue),
            "l1_regularization_strength": .double(l1RegularizationStrength),
            "l2_regularization_strength": .double(l2RegularizationStrength),
            "l2_shrinkage_regularization_strength": .double(l2ShrinkageRegularizationStrength),
            "beta": .double(beta),
        ]
    }

    open override func check() throws {
        try super.check()
        guard learningRatePower <= 0 else { throw wrong("learningRatePower of at most 0", learningRatePower) }
        let strengths = [
            ("initialAccumulatorValue", initialAccumulatorValue),
            ("l1RegularizationStrength", l1RegularizationStrength),
            ("l2RegularizationStrength", l2RegularizationStrength),
            ("l2ShrinkageRegularizationStrength", l2ShrinkageRegularizationStrength),
        ]
        for (name, value) in strengths where !(value >= 0) { throw wrong("\(name) of at least 0", value) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("accumulator", for: variable, startingAt: initialAccumulatorValue), slot("linear", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let rate = step.learningRate(as: variable.dtype)
        // The old sum is read before the new one takes its memory.
        let lastRoot = raised(slots[0])
        let squares = slots[0] + square(gradient)
        let root = raised(squares)
        var push = gradient
        if l2ShrinkageRegularizationStrength != 0 {
            push = push + variable * (2 * l2ShrinkageRegularizationStrength)
        }
        let linear = slots[1] + push - (root - lastRoot) * (1 / rate) * variable
        let l2 = beta / (rate * 2) + l2RegularizationStrength
        var pull = -linear
        if l1RegularizationStrength != 0 {
            pull = clip(linear, min: -l1RegularizationStrength, max: l1RegularizationStrength) - linear
        }
        return (pull / (root * (1 / rate) + l2 * 2), [squares, linear])
    }

    /// To the power of `-learningRatePower`, by default a square root.
    private func raised(_ x: Tensor) -> Tensor {
        learningRatePower == -0.5 ? sqrt(x) : power(x, Tensor(-learningRatePower, x.dtype))
    }
}

extension Optimizer {
    /// Ftrl with a learning rate of 0.001.
    public static var ftrl: Optimizer { Ftrl() }
    /// Ftrl with a learning rate of one's own.
    public static func ftrl(learningRate: any LearningRate) -> Optimizer { Ftrl(learningRate: learningRate) }
}
