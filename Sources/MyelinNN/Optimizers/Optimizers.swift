import MyelinCore

extension Optimizer {
    /// The optimizers that a file may name, and how they are made from their settings.
    private static let known: [(className: String, make: @Sendable (Config) throws -> Optimizer)] = [
        ("SGD", { try SGD(config: $0) }),
        ("RMSprop", { try RMSprop(config: $0) }),
        ("Adam", { try Adam(config: $0) }),
    ]

    /// The optimizer that Keras' serialized form describes: a name alone, or a class name with settings.
    public static func make(_ value: ConfigValue, owner: String) throws -> Optimizer {
        let object = try SerializedObject(value, kind: "optimizer", owner: owner)
        guard let found = known.first(where: { $0.className.lowercased() == object.name.lowercased() }) else {
            throw object.unknown
        }
        for setting in ["ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps"]
        where object.config.has(setting) {
            throw MyelinError(.file, "\(object.config.owner): setting '\(setting)' is not supported")
        }
        if try object.config.bool("use_ema", default: false) {
            throw MyelinError(.file, "\(object.config.owner): setting 'use_ema' is not supported")
        }
        let optimizer = try found.make(object.config)
        try optimizer.check()
        return optimizer
    }
}
