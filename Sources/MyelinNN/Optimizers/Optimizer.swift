import MyelinCore

/// How weights follow their gradients.
///
/// A subclass overrides `update`, which handles one weight, and `makeSlots` if it remembers something of each weight; the
/// learning rate, the count of steps and the `options` are here. An optimizer of one's own:
///
///     final class SignDescent: Optimizer {
///         override var className: String { "SignDescent" }
///         override func update(
///             variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
///         ) -> (variable: Tensor, slots: [Tensor]) {
///             (variable - sign(gradient) * step.learningRate(as: variable.dtype), [])
///         }
///     }
///
/// Registered with `Registry.optimizers`, it can be read from files.
open class Optimizer {
    /// What it does besides its rule.
    public internal(set) var options: OptimizerOptions
    let ownRate: Variable
    let ownCount: Variable
    let ownSchedule: (any LearningRateSchedule)?
    /// What it remembers of each weight.
    var memories: [Variable: Memory] = [:]
    private var shared: [Variable]?

    struct Memory {
        let slots: [Variable]
        let average: Variable?
        let accumulator: Variable?
    }

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - options: what all optimizers can do besides their rules.
    public init(learningRate: any LearningRate, options: OptimizerOptions = OptimizerOptions()) {
        self.options = options
        ownSchedule = learningRate as? any LearningRateSchedule
        ownRate = Variable(constant: learningRate.constantRate ?? 0, .float32, name: "learning_rate")
        ownCount = Variable(constant: 0, .int64, name: "iteration")
    }

    /// The step size; a variable, so that callbacks can change it between steps. With a schedule it means nothing; see
    /// `adjustableLearningRate`.
    open var learningRate: Variable { ownRate }
    /// Batches seen so far; with `gradientAccumulationSteps` several of them make one step.
    open var iterations: Variable { ownCount }
    /// How the step size follows the count of batches, if it is no number.
    open var schedule: (any LearningRateSchedule)? { ownSchedule }

    /// The step size as a variable to be changed.
    /// - Throws: if it follows a schedule, or if there are several.
    open func adjustableLearningRate() throws -> Variable {
        if let schedule {
            throw MyelinError(
                .argument,
                "\(className): the learning rate follows the schedule \(type(of: schedule).className) and cannot be set; "
                    + "give the optimizer a number instead")
        }
        return learningRate
    }

    /// The step sizes as variables to be changed, each by its name in logs; several of an optimizer made of others.
    open func adjustableRates() throws -> [(name: String, rate: Variable)] {
        [("learning_rate", try adjustableLearningRate())]
    }

    /// The step size of the next step.
    open func currentLearningRate() throws -> Double {
        guard let schedule else { return learningRate.scalar }
        return Double(try schedule(iterations.value).scalar(Float.self))
    }

    // MARK: To override

    /// Keras' class name; that of the Swift class where it is the same.
    open var className: String { String(describing: type(of: self)) }
    /// Keras' settings besides those that all optimizers share.
    open var config: ConfigObject { [:] }

    /// Throws if settings lie outside of what is possible. A subclass checks its own, and calls this.
    open func check() throws {
        guard ownRate.scalar.isFinite, ownRate.scalar >= 0 else {
            throw wrong("a learning rate that is not negative", ownRate.scalar)
        }
        do { try ownSchedule?.check() } catch let error as MyelinError { throw error.located(at: className) }
        try options.check(self)
    }

    /// Creates what the optimizer remembers of one weight, such as its momentum.
    open func makeSlots(for variable: Variable) -> [Variable] { [] }

    /// How Keras groups the slots in a file: so many of each weight, weight by weight, then so many more. By default all
    /// at once.
    open var slotGroups: [Int]? { nil }

    /// Creates what the optimizer remembers besides, once for all weights.
    open func makeSharedState(for variables: [Variable]) -> [Variable] { [] }
    /// The new values of what `makeSharedState` created, in its order; recorded before the weights' updates.
    open func sharedUpdates(_ values: [Tensor], step: OptimizerStep) -> [Tensor] { values }

    /// The weight decay of a weight, if it has any.
    open func weightDecay(for variable: Variable) -> Double? { options.weightDecay }

    /// The new value of a weight, and the new values of its slots, in their order.
    ///
    /// - Parameters:
    ///   - variable: the weight, from which weight decay has been taken off.
    ///   - gradient: of the loss, clipped.
    ///   - step: the number of this step from 1 on, and the learning rate, as scalars.
    open func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        (variable, slots)
    }

    // MARK: A step

    /// The loss whose gradients `updates` wants: scaled, if the optimizer scales it.
    open func scaledLoss(_ loss: Tensor) -> Tensor { options.lossScaleFactor.map { loss * $0 } ?? loss }

    /// All that a step changes in the variables: each weight and what is remembered of it, then the count.
    ///
    /// - Parameters:
    ///   - gradients: of `scaledLoss`, one for each variable.
    ///   - constraint: what a weight's constraint makes of its new value.
    open func updates(
        for variables: [Variable], gradients: [Tensor], constraint: (Variable, Tensor) -> Tensor = { $1 }
    ) throws -> [(variable: Variable, value: Tensor)] {
        recordedUpdates(variables, gradients, constraint)
    }

    /// What training does to the weights when it ends: they become their moving averages, if those are kept.
    open func finalizeVariables(_ variables: [Variable]) throws {
        guard iterations.scalar > 0 else { return }
        for (weight, average) in try averages(of: variables) { try weight.assign(average.value) }
    }

    /// Those of the weights that have moving averages, with these.
    func averages(of variables: [Variable]) throws -> [(weight: Variable, average: Variable)] {
        variables.compactMap { variable in memory(of: variable).average.map { (variable, $0) } }
    }

    /// Everything that the optimizer remembers, as Keras' files hold it.
    open func stateTree(for variables: [Variable]) throws -> OptimizerState { OptimizerState(ownState(variables)) }

    // MARK: For subclasses

    /// A slot of a weight's shape and type that starts with one number throughout.
    public func slot(_ name: String, for variable: Variable, startingAt value: Double = 0) -> Variable {
        Variable(repeating: value, variable.type, name: "\(variable.name)_\(name)", trainable: false)
    }

    /// The error of a setting that is not possible.
    public func wrong(_ expected: String, _ value: some CustomStringConvertible) -> MyelinError {
        MyelinError(.argument, "\(className): expected \(expected), got \(value)")
    }

    // MARK: What is remembered

    /// The slots of a weight; created on first use.
    public func slots(of variable: Variable) -> [Variable] { memory(of: variable).slots }

    func memory(of variable: Variable) -> Memory {
        if let memory = memories[variable] { return memory }
        let memory = Memory(
            slots: makeSlots(for: variable), average: options.useEMA ? slot("average", for: variable) : nil,
            accumulator: options.accumulatedBatches == nil ? nil : slot("gradient_accumulator", for: variable))
        memories[variable] = memory
        return memory
    }

    /// What `makeSharedState` creates; created on first use.
    func sharedState(_ variables: [Variable]) -> [Variable] {
        if let shared { return shared }
        let state = makeSharedState(for: variables)
        shared = state
        return state
    }
}
