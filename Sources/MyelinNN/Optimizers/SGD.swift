import MyelinCore

/// Gradient descent, with momentum if wanted. Keras: `SGD`.
///
/// `w -= learningRate * g`; with momentum `m = momentum * m - learningRate * g` and `w += m`; by Nesterov's rule
/// `w += momentum * m - learningRate * g` with the new m.
open class SGD: Optimizer {
    public let momentum: Double
    public let nesterov: Bool

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - momentum: share of the last step that is taken again, from 0 to 1.
    ///   - nesterov: whether to step ahead by the momentum before the gradient's step.
    public init(
        learningRate: any LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.momentum = momentum
        self.nesterov = nesterov
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.01, momentum: try config.double("momentum", default: 0),
            nesterov: try config.bool("nesterov", default: false), options: settings.options)
    }

    open override var className: String { "SGD" }
    open override var config: ConfigObject {
        ["momentum": .double(momentum), "nesterov": .bool(nesterov)]
    }

    open override func check() throws {
        try super.check()
        guard (0...1).contains(momentum) else { throw wrong("momentum from 0 to 1", momentum) }
    }

    open override func makeSlots(for variable: Variable) -> [Variable] {
        momentum == 0 ? [] : [slot("momentum", for: variable)]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        // Negated once as a scalar, the rate turns each subtraction of a product into a multiply-add.
        let rate = -step.learningRate(as: variable.dtype)
        guard let last = slots.first else { return (variable + gradient * rate, []) }
        let velocity = last * momentum + gradient * rate
        return (variable + (nesterov ? velocity * momentum + gradient * rate : velocity), [velocity])
    }
}

extension Optimizer {
    /// Gradient descent with a learning rate of 0.01.
    public static var sgd: Optimizer { SGD() }
    /// Gradient descent, with momentum if wanted.
    public static func sgd(learningRate: any LearningRate, momentum: Double = 0, nesterov: Bool = false) -> Optimizer {
        SGD(learningRate: learningRate, momentum: momentum, nesterov: nesterov)
    }
}
