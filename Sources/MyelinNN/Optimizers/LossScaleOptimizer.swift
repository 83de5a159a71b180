import MyelinCore

/// Scales the loss by as much as its gradients bear, for gradients in 16 bits. Keras: `LossScaleOptimizer`.
///
/// Gradients that are infinite or NaN halve the scale, and their step is left out; after `dynamicGrowthSteps` steps without
/// any the scale doubles. The optimizer inside takes the gradients divided by the scale.
public final class LossScaleOptimizer: Optimizer, WrappingOptimizer {
    /// The optimizer that steps.
    public let innerOptimizer: Optimizer
    public let initialScale: Double
    public let dynamicGrowthSteps: Int
    /// Steps since the scale changed.
    private let stepCounter: Variable
    /// The scale at present.
    public let dynamicScale: Variable

    /// - Parameters:
    ///   - innerOptimizer: the optimizer that steps; a `lossScaleFactor` of its own is left aside.
    ///   - initialScale: what the scale begins with.
    ///   - dynamicGrowthSteps: steps without an infinite gradient after which it doubles.
    ///   - name: the optimizer's name in files.
    public init(
        _ innerOptimizer: Optimizer, initialScale: Double = 32768, dynamicGrowthSteps: Int = 2000, name: String? = nil
    ) {
        self.innerOptimizer = innerOptimizer
        self.initialScale = initialScale
        self.dynamicGrowthSteps = dynamicGrowthSteps
        stepCounter = Variable(constant: 0, .int64, name: "step_counter")
        dynamicScale = Variable(constant: initialScale, .float32, name: "dynamic_scale")
        innerOptimizer.options.lossScaleFactor = nil
        super.init(learningRate: 0, options: OptimizerOptions(name: name))
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        guard config.has("inner_optimizer") else {
            throw MyelinError(.file, "\(config.owner): setting 'inner_optimizer' is missing")
        }
        var options = settings.options
        options.name = nil
        guard options == OptimizerOptions() else {
            throw MyelinError(
                .file, "\(config.owner): expected weight decay, clipping and the like on 'inner_optimizer'")
        }
        self.init(
            try Optimizer.make(config.values["inner_optimizer"]!, owner: config.owner),
            initialScale: try config.double("initial_scale", default: 32768),
            dynamicGrowthSteps: try config.int("dynamic_growth_steps", default: 2000), name: settings.options.name)
    }

    public override var className: String { "LossScaleOptimizer" }
    var wrapperConfig: ConfigObject {
        [
            "name": .string(name), "inner_optimizer": innerOptimizer.serialized, "initial_scale": .double(initialScale),
            "dynamic_growth_steps": .int(dynamicGrowthSteps),
        ]
    }

    public override var learningRate: Variable { innerOptimizer.learningRate }
    public override var iterations: Variable { innerOptimizer.iterations }
    public override var schedule: (any LearningRateSchedule)? { innerOptimizer.schedule }
    public override func adjustableLearningRate() throws -> Variable { try innerOptimizer.adjustableLearningRate() }
    public override func adjustableRates() throws -> [(name: String, rate: Variable)] {
        try innerOptimizer.adjustableRates()
    }
    public override func currentLearningRate() throws -> Double { try innerOptimizer.currentLearningRate() }

    public override func check() throws {
        try super.check()
        guard initialScale > 0, initialScale.isFinite else { throw wrong("initialScale above 0", initialScale) }
        guard dynamicGrowthSteps > 0 else { throw wrong("dynamicGrowthSteps above 0", dynamicGrowthSteps) }
        guard !(innerOptimizer is LossScaleOptimizer) else {
            throw MyelinError(.argument, "\(className): expected an optimizer that does not scale the loss itself")
        }
        try innerOptimizer.check()
    }

    public override func scaledLoss(_ loss: Tensor) -> Tensor { loss * dynamicScale.value.cast(to: loss.dtype) }

    public override func updates(
        for variables: [Variable], gradients: [Tensor], constraint: (Variable, Tensor) -> Tensor = { $1 }
    ) throws -> [(variable: Variable, value: Tensor)] {
        guard !variables.isEmpty else { return [] }
        let scale = dynamicScale.value, counter = stepCounter.value
        let tests = gradients.map { $0.isFinite().all() }
        let isFinite = tests.dropFirst().reduce(tests[0]) { $0.and($1) }
        let unscaled = gradients.map { $0 * (1 / scale).cast(to: $0.dtype) }
        let inner = try innerOptimizer.updates(for: variables, gradients: unscaled, constraint: constraint)
        let grows = isFinite.and(counter.equal(Tensor(Double(dynamicGrowthSteps - 1), .int64)))
        let factor = select(isFinite, select(grows, Tensor(2), Tensor(1)), Tensor(0.5))
        return inner.map { ($0.variable, select(isFinite, $0.value, $0.variable.value)) } + [
            (stepCounter, select(isFinite.and(grows.not()), counter + 1, Tensor(0, .int64))),
            (dynamicScale, scale * factor),
        ]
    }

    override func averages(of variables: [Variable]) throws -> [(weight: Variable, average: Variable)] {
        try innerOptimizer.averages(of: variables)
    }

    public override func stateTree(for variables: [Variable]) throws -> OptimizerState {
        let inner = try innerOptimizer.stateTree(for: variables)
        return OptimizerState(
            initialState + [stepCounter, dynamicScale] + inner.own, children: [("inner_optimizer", inner)])
    }
}
