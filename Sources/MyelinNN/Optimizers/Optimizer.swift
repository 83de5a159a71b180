import MyelinCore

/// How weights follow their gradients.
///
/// A subclass overrides `makeSlots` and `update`, which handle one weight; what all have in common (the learning rate,
/// the count of steps, clipping, weight decay) is here.
open class Optimizer {
    /// The step size; a variable, so that callbacks can change it between steps.
    public let learningRate: Variable
    /// Steps taken so far.
    public let iterations: Variable
    public let weightDecay: Double?
    public let clipNorm: Double?
    public let clipValue: Double?
    public let globalClipNorm: Double?
    private var slotsOfVariable: [Variable: [Variable]] = [:]

    /// - Parameters:
    ///   - learningRate: step size.
    ///   - weightDecay: share of each weight that is taken off in each step, times the learning rate.
    ///   - clipNorm: largest norm of each gradient; larger ones are scaled down.
    ///   - clipValue: largest absolute value of a gradient's elements.
    ///   - globalClipNorm: largest norm of all gradients together.
    public init(
        learningRate: Double, weightDecay: Double? = nil, clipNorm: Double? = nil, clipValue: Double? = nil,
        globalClipNorm: Double? = nil
    ) {
        self.learningRate = Variable(constant: learningRate, .float32, name: "learning_rate")
        self.iterations = Variable(constant: 0, .int64, name: "iteration")
        self.weightDecay = weightDecay
        self.clipNorm = clipNorm
        self.clipValue = clipValue
        self.globalClipNorm = globalClipNorm
    }

    /// Keras' class name.
    open var className: String { "Optimizer" }
    /// Keras' settings besides those that all optimizers share.
    open var config: [String: ConfigValue] { [:] }

    /// Keras' form of a serialized optimizer.
    public var serialized: ConfigValue {
        let shared: [String: ConfigValue] = [
            "learning_rate": .double(learningRate.scalar), "weight_decay": ConfigValue(weightDecay),
            "clipnorm": ConfigValue(clipNorm), "clipvalue": ConfigValue(clipValue),
            "global_clipnorm": ConfigValue(globalClipNorm),
        ]
        let all = config.merging(shared) { own, _ in own }
        return .object(["module": "keras.optimizers", "class_name": .string(className), "config": .object(all)])
    }

    /// Throws if settings lie outside of what is possible. A subclass checks its own, and calls this.
    open func check() throws {
        guard learningRate.scalar.isFinite, learningRate.scalar >= 0 else {
            throw wrong("a learning rate that is not negative", learningRate.scalar)
        }
        let limits = [("clipNorm", clipNorm), ("clipValue", clipValue), ("globalClipNorm", globalClipNorm)]
        let given = limits.compactMap { name, limit in limit.map { (name, $0) } }
        guard given.count <= 1 else {
            throw MyelinError(
                .argument, "\(className): expected one of clipNorm, clipValue and globalClipNorm, got \(given.count)")
        }
        for (name, limit) in given where !(limit > 0) { throw wrong("\(name) above 0", limit) }
        if let weightDecay, !(weightDecay >= 0) { throw wrong("a weight decay that is not negative", weightDecay) }
    }

    func wrong(_ expected: String, _ value: Double) -> MyelinError {
        MyelinError(.argument, "\(className): expected \(expected), got \(value)")
    }

    /// Creates what the optimizer remembers of one weight, such as its momentum.
    open func makeSlots(for variable: Variable) -> [Variable] { [] }

    /// How Keras groups the slots in a file: so many of each weight, weight by weight, then so many more. By default all
    /// at once.
    open var slotGroups: [Int]? { nil }

    /// A slot of a weight's shape and type that starts at zero.
    public func slot(_ name: String, for variable: Variable) -> Variable {
        Variable(zeros: variable.type, name: "\(variable.name)_\(name)", trainable: false)
    }

    /// The new value of a weight, and the new values of its slots, in their order.
    ///
    /// - Parameters:
    ///   - step: the number of this step from 1 on, and the learning rate, as scalars.
    open func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        (variable, slots)
    }

    /// The slots of a weight; created on first use.
    public func slots(of variable: Variable) -> [Variable] {
        if let slots = slotsOfVariable[variable] { return slots }
        let slots = makeSlots(for: variable)
        slotsOfVariable[variable] = slots
        return slots
    }

    /// All that a step changes in the variables, in order: for each weight itself and its slots, then the step count.
    public func updates(
        for variables: [Variable], gradients: [Tensor]
    ) -> [(variable: Variable, value: Tensor)] {
        let step = OptimizerStep(number: iterations.value + 1, learningRate: learningRate.value)
        var result: [(variable: Variable, value: Tensor)] = []
        for (variable, gradient) in zip(variables, clipped(gradients)) {
            var value = variable.value
            if let weightDecay {
                // Keras takes the decay off before the step itself.
                value = value - value * (step.learningRate.cast(to: value.dtype) * weightDecay)
            }
            let slots = slots(of: variable)
            let new = update(variable: value, gradient: gradient, slots: slots.map(\.value), step: step)
            result.append((variable, new.variable))
            for (slot, value) in zip(slots, new.slots) { result.append((slot, value)) }
        }
        result.append((iterations, step.number))
        return result
    }

    /// Everything that the optimizer remembers, in Keras' order: step count, learning rate, then the slots.
    public func state(for variables: [Variable]) -> [Variable] {
        let slots = variables.map { self.slots(of: $0) }
        var result = [iterations, learningRate]
        var first = 0
        for size in slotGroups ?? [slots.first?.count ?? 0] {
            result += slots.flatMap { $0[first..<first + size] }
            first += size
        }
        return result
    }

    private func clipped(_ gradients: [Tensor]) -> [Tensor] {
        if let clipNorm { return gradients.map { scaled($0, norm: norm([$0]), to: clipNorm) } }
        if let globalClipNorm {
            let all = norm(gradients)
            return gradients.map { scaled($0, norm: all, to: globalClipNorm) }
        }
        if let clipValue { return gradients.map { clip($0, min: -clipValue, max: clipValue) } }
        return gradients
    }

    private func norm(_ gradients: [Tensor]) -> Tensor {
        let sums = gradients.map { square($0).sum() }
        return sqrt(sums.dropFirst().reduce(sums.first ?? 0) { $0 + $1 })
    }

    private func scaled(_ gradient: Tensor, norm: Tensor, to largest: Double) -> Tensor {
        gradient * (largest / maximum(norm, Tensor(largest, norm.dtype)))
    }
}

/// The scalars that an optimizer's rule may use.
public struct OptimizerStep {
    /// The number of this step, 1 for the first (Int64).
    public let number: Tensor
    /// The step size (Float32).
    public let learningRate: Tensor
}
