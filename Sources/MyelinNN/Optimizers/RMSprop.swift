import MyelinCore

/// Gradients divided by the root of their moving mean square (Hinton 2012). Keras: `RMSprop`.
///
/// `v = rho * v + (1 - rho) * g²` and `w -= learningRate * g / sqrt(v + epsilon)`; with momentum
/// `m = momentum * m + learningRate * g / sqrt(v + epsilon)` and `w -= m`. Centered, the square of the gradients' moving
/// mean is taken off v.
open class RMSprop: Optimizer {
    public let rho: Double
    public let momentum: Double
    public let epsilon: Double
    public let centered: Bool

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - rho: how much of the moving mean a step keeps.
    ///   - momentum: share of the last step that is taken again.
    ///   - epsilon: keeps the divisor from 0.
    ///   - centered: whether to divide by the estimated variance instead of the mean square.
    public init(
        learningRate: any LearningRate = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
        centered: Bool = false, options: OptimizerOptions = OptimizerOptions()
    ) {
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001, rho: try config.double("rho", default: 0.9),
            momentum: try config.double("momentum", default: 0),
            epsilon: try config.double("epsilon", default: 1e-7),
            centered: try config.bool("centered", default: false), options: settings.options)
    }

    open override var className: String { "RMSprop" }
    open override var config: ConfigObject {
        ["rho": .double(rho), "momentum": .double(momentum), "epsilon": .double(epsilon), "centered": .bool(centered)]
    }

    open override func check() throws {
        try super.check()
        guard (0...1).contains(rho) else { throw wrong("rho from 0 to 1", rho) }
        guard (0...1).contains(momentum) else { throw wrong("momentum from 0 to 1", momentum) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        var names = ["velocity"]
        if momentum > 0 { names.append("momentum") }
        if centered { names.append("average_gradient") }
        return names.map { slot($0, for: variable) }
    }

    open override var slotGroups: [Int]? { [1] + (momentum > 0 ? [1] : []) + (centered ? [1] : []) }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let velocity = slots[0] + (square(gradient) - slots[0]) * (1 - rho)
        var new = [velocity]
        var scale = velocity
        var average: [Tensor] = []
        if centered, let last = slots.last {
            let mean = last + (gradient - last) * (1 - rho)
            average = [mean]
            scale = velocity - square(mean)
        }
        let increment = gradient * step.learningRate(as: variable.dtype) / sqrt(scale + epsilon)
        guard momentum > 0 else { return (variable - increment, new + average) }
        let moved = slots[1] * momentum + increment
        new.append(moved)
        return (variable - moved, new + average)
    }
}

extension Optimizer {
    /// RMSprop with a learning rate of 0.001.
    public static var rmsprop: Optimizer { RMSprop() }
    /// RMSprop, with momentum if wanted.
    public static func rmsprop(learningRate: any LearningRate, rho: Double = 0.9, momentum: Double = 0) -> Optimizer {
        RMSprop(learningRate: learningRate, rho: rho, momentum: momentum)
    }
}
