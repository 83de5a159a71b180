import MyelinCore

/// Steps as large as the last ones, without a scale of their own (Zeiler 2012). Keras: `Adadelta`.
///
/// `a = rho * a + (1 - rho) * g²`, `d = -g * sqrt(b + epsilon) / sqrt(a + epsilon)`, `b = rho * b + (1 - rho) * d²` and
/// `w += learningRate * d`.
open class Adadelta: Optimizer {
    public let rho: Double
    public let epsilon: Double

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - rho: how much of the moving means a step keeps.
    ///   - epsilon: keeps the divisor from 0.
    public init(
        learningRate: any LearningRate = 0.001, rho: Double = 0.95, epsilon: Double = 1e-7,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.rho = rho
        self.epsilon = epsilon
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001, rho: try config.double("rho", default: 0.95),
            epsilon: try config.double("epsilon", default: 1e-7), options: settings.options)
    }

    open override var className: String { "Adadelta" }
    open override var config: ConfigObject {
        ["rho": .double(rho), "epsilon": .double(epsilon)]
    }

    open override func check() throws {
        try super.check()
        guard (0...1).contains(rho) else { throw wrong("rho from 0 to 1", rho) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        [slot("accumulated_grad", for: variable), slot("accumulated_delta_var", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let squares = slots[0] + (square(gradient) - slots[0]) * (1 - rho)
        let change = gradient * sqrt(slots[1] + epsilon) / sqrt(squares + epsilon)
        let changes = slots[1] + (square(change) - slots[1]) * (1 - rho)
        return (variable - change * step.learningRate(as: variable.dtype), [squares, changes])
    }
}

extension Optimizer {
    /// Adadelta with a learning rate of 0.001.
    public static var adadelta: Optimizer { Adadelta() }
    /// Adadelta with a learning rate of one's own.
    public static func adadelta(learningRate: any LearningRate) -> Optimizer { Adadelta(learningRate: learningRate) }
}
