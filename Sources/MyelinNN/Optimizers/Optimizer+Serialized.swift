import MyelinCore

extension Optimizer {
    /// Keras' form of a serialized optimizer.
    public var serialized: ConfigValue {
        let isBuiltIn = OptimizerRegistry.builtInNames.contains(className)
        return .object([
            "module": isBuiltIn ? "keras.optimizers" : .null, "class_name": .string(className),
            "config": .object(fullConfig), "registered_name": isBuiltIn ? .null : .string("Custom>\(className)"),
        ])
    }

    /// The name in Keras' configuration.
    public var name: String { options.name ?? snakeCase(className) }

    /// Keras' configuration: the shared settings and its own.
    var fullConfig: ConfigObject {
        if let wrapper = self as? any WrappingOptimizer { return wrapper.wrapperConfig }
        var all = options.config.merging(config) { _, own in own }
        all["name"] = .string(name)
        all["learning_rate"] = ownSchedule.map { $0.serialized } ?? .double(ownRate.scalar)
        return all
    }

    /// The optimizer that Keras' serialized form describes: a name alone, or a class name with settings.
    public static func make(
        _ value: ConfigValue, owner: String, registry: OptimizerRegistry = OptimizerRegistry()
    ) throws -> Optimizer {
        try registry.make(value, owner: owner)
    }
}

/// An optimizer that hands the work to others, and has none of the settings that optimizers share.
protocol WrappingOptimizer: Optimizer {
    /// All of its settings, by Keras' names.
    var wrapperConfig: ConfigObject { get }
}
