import MyelinCore

extension Registry {
    /// The optimizers that a file may name.
    public static let optimizers: ClassTable<Optimizer> = {
        let table = ClassTable<Optimizer>("optimizer")
        table.register("SGD") { try SGD(settings: $0) }
        table.register("RMSprop") { try RMSprop(settings: $0) }
        table.register("Adam") { try Adam(settings: $0) }
        table.register("AdamW") { try AdamW(settings: $0) }
        table.register("Adamax") { try Adamax(settings: $0) }
        table.register("Nadam") { try Nadam(settings: $0) }
        table.register("Adadelta") { try Adadelta(settings: $0) }
        table.register("Adagrad") { try Adagrad(settings: $0) }
        table.register("Adafactor") { try Adafactor(settings: $0) }
        table.register("Ftrl") { try Ftrl(settings: $0) }
        table.register("Lion") { try Lion(settings: $0) }
        table.register("Lamb") { try Lamb(settings: $0) }
        table.register("Muon") { try Muon(settings: $0) }
        table.register("ScheduleFreeAdamW") { try ScheduleFreeAdamW(settings: $0) }
        table.register("LossScaleOptimizer") { try LossScaleOptimizer(settings: $0) }
        table.register("MultiOptimizer") { try MultiOptimizer(settings: $0) }
        return table
    }()

    /// The learning-rate schedules that a file may name.
    public static let schedules: ClassTable<any LearningRateSchedule> = {
        let table = ClassTable<any LearningRateSchedule>("learning-rate schedule")
        let classes: [any LearningRateSchedule.Type] = [
            ExponentialDecay.self, PiecewiseConstantDecay.self, PolynomialDecay.self, InverseTimeDecay.self,
            CosineDecay.self, CosineDecayRestarts.self,
        ]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == Optimizer {
    /// Adds an optimizer, so that files with it can be loaded. Keras does not mind capitals in the names of its own.
    public func register(
        _ className: String, _ make: @escaping @Sendable (OptimizerSettings) throws -> Optimizer
    ) {
        register(className, aliases: [className.lowercased()], make: { try make(OptimizerSettings($0)) })
    }
}

extension ClassTable where Product == any LearningRateSchedule {
    /// Adds a learning-rate schedule of one's own, so that files with it can be loaded.
    public func register<Own: LearningRateSchedule>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}

/// What a file says of an optimizer.
public struct OptimizerSettings {
    /// All settings, by Keras' names.
    public let config: Config
    /// The step size, if the file has one.
    public let learningRate: (any LearningRate)?
    /// The settings that all optimizers share.
    public let options: OptimizerOptions

    init(_ config: Config) throws {
        self.config = config
        options = try OptimizerOptions(config: config)
        if case .object = config.values["learning_rate"] {
            learningRate = try Registry.schedules.make(config.values["learning_rate"]!, owner: config.owner)
        } else {
            learningRate = try config.optionalDouble("learning_rate")
        }
    }
}
