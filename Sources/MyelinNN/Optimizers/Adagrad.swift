import MyelinCore

/// Gradients divided by the root of the sum of all their squares so far (Duchi et al. 2011). Keras: `Adagrad`.
///
/// `a += g²` and `w -= learningRate * g / sqrt(a + epsilon)`.
open class Adagrad: Optimizer {
    public let initialAccumulatorValue: Double
    public let epsilon: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - initialAccumulatorValue: what the sums of squares begin with.
    ///   - epsilon: keeps the divisor from 0.
    public init(
        learningRate: any LearningRate = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.initialAccumulatorValue = initialAccumulatorValue
        self.epsilon = epsilon
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001,
            initialAccumulatorValue: try config.double("initial_accumulator_value", default: 0.1),
            epsilon: try config.double("epsilon", default: 1e-7), options: settings.options)
    }

    open override var className: String { "Adagrad" }
    open override var config: ConfigObject {
        ["initial_accumulator_value": .double(initialAccumulatorValue), "epsilon": .double(epsilon)]
    }

    open override func check() throws {
        try super.check()
        guard initialAccumulatorValue >= 0 else {
            throw wrong("initialAccumulatorValue of at least 0", initialAccumulatorValue)
        }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("accumulator", for: variable, startingAt: initialAccumulatorValue)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let squares = slots[0] + square(gradient)
        return (variable - gradient * step.learningRate(as: variable.dtype) / sqrt(squares + epsilon), [squares])
    }
}

extension Optimizer {
    /// Adagrad with a learning rate of 0.001.
    public static var adagrad: Optimizer { Adagrad() }
    /// Adagrad with a learning rate of one's own.
    public static func adagrad(learningRate: any LearningRate) -> Optimizer { Adagrad(learningRate: learningRate) }
}
