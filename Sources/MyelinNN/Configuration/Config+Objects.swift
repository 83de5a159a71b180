import MyelinCore

// Reading and writing the objects inside a layer's configuration.

extension Config {
    /// The activation under a key; nil where it is missing, null or linear.
    func activation(_ key: String = "activation") throws -> (any Activation)? {
        guard has(key), values[key] != .string("linear") else { return nil }
        return try Registry.activations.make(values[key]!, owner: owner) as? any Activation
    }

    func initializer(_ key: String, default fallback: any Initializer) throws -> any Initializer {
        guard has(key) else { return fallback }
        return try Registry.initializers.make(values[key]!, owner: owner) as! any Initializer
    }

    func regularizer(_ key: String) throws -> (any Regularizer)? {
        guard has(key) else { return nil }
        return try Registry.regularizers.make(values[key]!, owner: owner) as? any Regularizer
    }
}

extension Optional where Wrapped == any Activation {
    /// Keras writes an activation as its name, with settings as an object.
    var serializedActivation: ConfigValue {
        guard let self else { return .string("linear") }
        let name = type(of: self).className
        return self.config.isEmpty ? .string(name) : self.serialized
    }
}

extension Optional where Wrapped == any Regularizer {
    var serialized: ConfigValue { self.map { $0.serialized } ?? .null }
}
