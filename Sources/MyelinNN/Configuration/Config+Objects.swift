import MyelinCore

// Reading and writing the objects inside a layer's configuration.

extension Config {
    /// The activation under a key; nil where it is missing, null or linear.
    func activation(_ key: String = "activation") throws -> (any Activation)? {
        guard has(key), values[key] != .string("linear") else { return nil }
        if let layer = try LayerActivation(values[key]!) { return layer }
        return try Registry.activations.make(values[key]!, owner: owner)
    }

    /// The initializer under a key, or the default where it is missing or null.
    func initializer(_ key: String, default fallback: any Initializer) throws -> any Initializer {
        guard has(key) else { return fallback }
        return try Registry.initializers.make(values[key]!, owner: owner)
    }

    /// The regularizer under a key; nil where it is missing or null.
    func regularizer(_ key: String) throws -> (any Regularizer)? {
        guard has(key) else { return nil }
        return try Registry.regularizers.make(values[key]!, owner: owner)
    }

    /// The constraint under a key; nil where it is missing or null.
    func constraint(_ key: String) throws -> (any Constraint)? {
        guard has(key) else { return nil }
        return try Registry.constraints.make(values[key]!, owner: owner)
    }
}

extension Optional where Wrapped == any Activation {
    /// Keras writes an activation as its name, with settings as an object.
    var serializedActivation: ConfigValue { self?.serialized ?? .string("linear") }
}

extension Optional where Wrapped == any Regularizer {
    var serialized: ConfigValue { self?.serialized ?? .null }
}

extension Optional where Wrapped == any Constraint {
    var serialized: ConfigValue { self?.serialized ?? .null }
}
