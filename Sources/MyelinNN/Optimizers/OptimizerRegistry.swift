import MyelinCore

/// The optimizers and learning-rate schedules that a file may name. What is not in it cannot come from a file.
///
///     var registry = OptimizerRegistry()
///     registry.register("SignDescent") { SignDescent(learningRate: $0.learningRate ?? 0.01, options: $0.options) }
public struct OptimizerRegistry: Sendable {
    private struct Entry: Sendable {
        let className: String
        let make: @Sendable (OptimizerSettings) throws -> Optimizer
    }

    private static let builtIn: [Entry] = [
        Entry(className: "SGD") { try SGD(settings: $0) },
        Entry(className: "RMSprop") { try RMSprop(settings: $0) },
        Entry(className: "Adam") { try Adam(settings: $0) },
        Entry(className: "AdamW") { try AdamW(settings: $0) },
        Entry(className: "Adamax") { try Adamax(settings: $0) },
        Entry(className: "Nadam") { try Nadam(settings: $0) },
        Entry(className: "Adadelta") { try Adadelta(settings: $0) },
        Entry(className: "Adagrad") { try Adagrad(settings: $0) },
        Entry(className: "Adafactor") { try Adafactor(settings: $0) },
        Entry(className: "Ftrl") { try Ftrl(settings: $0) },
        Entry(className: "Lion") { try Lion(settings: $0) },
        Entry(className: "Lamb") { try Lamb(settings: $0) },
        Entry(className: "Muon") { try Muon(settings: $0) },
        Entry(className: "ScheduleFreeAdamW") { try ScheduleFreeAdamW(settings: $0) },
        Entry(className: "LossScaleOptimizer") { try LossScaleOptimizer(settings: $0) },
        Entry(className: "MultiOptimizer") { try MultiOptimizer(settings: $0) },
    ]
    /// Keras' class names of the optimizers that Myelin brings.
    public static let builtInNames = builtIn.map(\.className)

    static let builtInSchedules: [any LearningRateSchedule.Type] = [
        ExponentialDecay.self, PiecewiseConstantDecay.self, PolynomialDecay.self, InverseTimeDecay.self,
        CosineDecay.self, CosineDecayRestarts.self,
    ]

    private var own: [Entry] = []
    private var schedules = Self.builtInSchedules

    /// The optimizers and schedules that Myelin brings.
    public init() {}

    /// Adds an optimizer of one's own, so that files with it can be loaded.
    public mutating func register(
        _ className: String, _ make: @escaping @Sendable (OptimizerSettings) throws -> Optimizer
    ) {
        own.append(Entry(className: className, make: make))
    }

    /// Adds a learning-rate schedule of one's own, so that files with it can be loaded.
    public mutating func register(schedule: any LearningRateSchedule.Type) { schedules.append(schedule) }

    /// The optimizer that Keras' serialized form describes: a name alone, or a class name with settings. Keras does not
    /// mind capitals in the names of its own.
    public func make(_ value: ConfigValue, owner: String) throws -> Optimizer {
        let object = try SerializedObject(value, kind: "optimizer", owner: owner)
        let name = object.name.lowercased()
        guard
            let found = own.last(where: { $0.className == object.name })
                ?? Self.builtIn.first(where: { $0.className.lowercased() == name })
        else { throw object.unknown }
        let optimizer = try found.make(OptimizerSettings(object.config, registry: self))
        try optimizer.check()
        return optimizer
    }

    /// The schedule that Keras' serialized form describes.
    func makeSchedule(_ value: ConfigValue, owner: String) throws -> any LearningRateSchedule {
        let object = try SerializedObject(value, kind: "learning-rate schedule", owner: owner)
        guard let found = schedules.last(where: { $0.className == object.name }) else { throw object.unknown }
        return try found.init(config: object.config)
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
    /// For the optimizers inside this one.
    let registry: OptimizerRegistry

    init(_ config: Config, registry: OptimizerRegistry) throws {
        self.config = config
        self.registry = registry
        options = try OptimizerOptions(config: config)
        if case .object = config.values["learning_rate"] {
            learningRate = try registry.makeSchedule(config.values["learning_rate"]!, owner: config.owner)
        } else {
            learningRate = try config.optionalDouble("learning_rate")
        }
    }
}
