import MyelinCore

extension Optimizer {
    /// Keras' form of a serialized optimizer.
    public var serialized: ConfigValue {
        let isBuiltIn = String(reflecting: type(of: self)).hasPrefix("MyelinNN.")
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
    public static func make(_ value: ConfigValue, owner: String) throws -> Optimizer {
        let object = try SerializedObject(value, kind: "optimizer", owner: owner)
        let table = Registry.optimizers
        guard let entry = table.entry(named: object.name) ?? table.entry(named: object.name.lowercased()) else {
            throw object.unknown
        }
        let optimizer = try entry.make(object.config)
        try optimizer.check()
        return optimizer
    }
}

/// An optimizer that hands the work to others, and has none of the settings that optimizers share.
protocol WrappingOptimizer: Optimizer {
    /// All of its settings, by Keras' names.
    var wrapperConfig: ConfigObject { get }
}
