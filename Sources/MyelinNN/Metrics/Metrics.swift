import MyelinCore

extension Metric {
    /// The metrics that a file may name besides the losses, and how they are made from their settings.
    private static let known: [(className: String, make: @Sendable (Config) throws -> Metric)] = [
        ("Mean", { Mean(name: try $0.string("name", default: "mean")) }),
        ("BinaryAccuracy", { try BinaryAccuracy(config: $0) }),
        ("CategoricalAccuracy", { try CategoricalAccuracy(config: $0) }),
        ("SparseCategoricalAccuracy", { try SparseCategoricalAccuracy(config: $0) }),
        ("Precision", { try Precision(config: $0) }),
        ("Recall", { try Recall(config: $0) }),
        ("AUC", { try AUC(config: $0) }),
    ]

    /// The metric that Keras' serialized form describes: a name alone, which is then its key in logs, or a class name with
    /// settings.
    public static func make(_ value: ConfigValue, owner: String) throws -> Metric {
        let object = try SerializedObject(value, kind: "metric", owner: owner)
        var name: String?
        if case .string(let text) = value {
            if text == "accuracy" || text == "acc" { return Accuracy(name: text) }
            name = text
        }
        let metric: Metric
        if let found = known.first(where: { object.names($0.className) }) {
            metric = try found.make(object.config)
        } else {
            guard let loss = try? Registry.losses.make(value, owner: owner) as? any Loss else { throw object.unknown }
            metric = LossMetric(loss, name: object.config.has("name") ? try object.config.string("name") : nil)
        }
        if let name { metric.name = name }
        return metric
    }
}
