import MyelinCore

extension Registry {
    /// The metrics that a file may name besides the losses.
    public static let metrics: ClassTable<Metric> = {
        let table = ClassTable<Metric>("metric")
        /// One whose only setting is its name.
        func register(_ className: String, _ make: @escaping @Sendable (String) -> Metric, named name: String? = nil) {
            table.register(className) { make(try $0.string("name", default: name ?? snakeCase(className))) }
        }
        register("Mean", { Mean(name: $0) })
        register("Sum", { Sum(name: $0) })
        register("Accuracy", { EqualityAccuracy(name: $0) })
        register("CategoricalAccuracy", { CategoricalAccuracy(name: $0) })
        register("SparseCategoricalAccuracy", { SparseCategoricalAccuracy(name: $0) })
        register("RootMeanSquaredError", { RootMeanSquaredError(name: $0) })
        table.register("BinaryAccuracy") { try BinaryAccuracy(config: $0) }
        table.register("TopKCategoricalAccuracy") { try TopKCategoricalAccuracy(config: $0) }
        table.register("SparseTopKCategoricalAccuracy") { try SparseTopKCategoricalAccuracy(config: $0) }
        table.register("Precision") { try Precision(config: $0) }
        table.register("Recall") { try Recall(config: $0) }
        table.register("TruePositives") {
            TruePositives(thresholds: try $0.thresholds(), name: try $0.string("name", default: "true_positives"))
        }
        table.register("FalsePositives") {
            FalsePositives(thresholds: try $0.thresholds(), name: try $0.string("name", default: "false_positives"))
        }
        table.register("TrueNegatives") {
            TrueNegatives(thresholds: try $0.thresholds(), name: try $0.string("name", default: "true_negatives"))
        }
        table.register("FalseNegatives") {
            FalseNegatives(thresholds: try $0.thresholds(), name: try $0.string("name", default: "false_negatives"))
        }
        table.register("SensitivityAtSpecificity") { try SensitivityAtSpecificity(config: $0) }
        table.register("SpecificityAtSensitivity") { try SpecificityAtSensitivity(config: $0) }
        table.register("PrecisionAtRecall") { try PrecisionAtRecall(config: $0) }
        table.register("RecallAtPrecision") { try RecallAtPrecision(config: $0) }
        table.register("AUC") { try AUC(config: $0) }
        table.register("FBetaScore") { try FBetaScore(config: $0) }
        table.register("F1Score") { try F1Score(config: $0) }
        table.register("IoU") { try IoU(config: $0) }
        table.register("BinaryIoU") { try BinaryIoU(config: $0) }
        table.register("MeanIoU") { try MeanIoU(config: $0) }
        table.register("OneHotIoU") { try OneHotIoU(config: $0) }
        table.register("OneHotMeanIoU") { try OneHotMeanIoU(config: $0) }
        table.register("R2Score") { try R2Score(config: $0) }
        table.register("CosineSimilarity") { try CosineSimilarityMetric(config: $0) }
        table.register("PearsonCorrelation") { try PearsonCorrelation(config: $0) }
        table.register("ConcordanceCorrelation") { try ConcordanceCorrelation(config: $0) }
        for known in LossMetric.classes {
            // Keras calls this one's results by another name than its class'.
            let name = known.metric == "LogCoshError" ? "logcosh" : snakeCase(known.metric)
            let aliases = Registry.losses.entry(named: known.loss)?.aliases ?? []
            table.register(known.metric, aliases: aliases.filter { $0 != name }) { config in
                LossMetric(
                    try Registry.losses.make(.keras("", known.loss, config.values), owner: config.owner),
                    name: try config.string("name", default: name))
            }
        }
        table.register("MeanMetricWrapper") { try Metric.wrapped($0) }
        return table
    }()
}

extension Metric {
    /// The metric that Keras' serialized form describes: a name alone, which is then its key in logs, or a class name
    /// with settings. What is no metric may be a loss, whose mean is watched.
    public static func make(_ value: ConfigValue, owner: String) throws -> Metric {
        let object = try SerializedObject(value, kind: "metric", owner: owner)
        if case .string(let text) = value, ["accuracy", "acc"].contains(text.lowercased()) {
            return Accuracy(name: text)
        }
        let metric: Metric
        let loss = Registry.losses.entry(named: object.name)
        if let loss, isLoss(value), !object.isNameAlone {
            let name = try object.config.string("name", default: snakeCase(object.name))
            return BatchLossMetric(try loss.make(object.config), name: name)
        }
        if let entry = Registry.metrics.entry(named: object.name), loss == nil || !isFunction(value) {
            metric = try entry.make(object.config)
        } else if let loss {
            let name = object.config.has("name") ? try object.config.string("name") : nil
            metric = LossMetric(try loss.make(object.config), name: name)
        } else {
            throw object.unknown
        }
        if object.isNameAlone { metric.name = object.name }
        return metric
    }

    /// Whether a serialized form is a function's. Where a loss and a metric share a name, as `cosine_similarity` does,
    /// Keras' function is the loss, and only a word or a class is the metric.
    private static func isFunction(_ value: ConfigValue) -> Bool {
        guard case .object(let object) = value else { return false }
        return object["class_name"] == "function"
    }

    /// Whether a serialized form is that of an object of Keras' losses.
    private static func isLoss(_ value: ConfigValue) -> Bool {
        guard case .object(let object) = value else { return false }
        return object["module"] == "keras.losses"
    }

    /// Keras' mean of a function, whose settings stand beside it.
    fileprivate static func wrapped(_ config: Config) throws -> Metric {
        guard let function = config.values["fn"] else {
            throw MyelinError(.file, "\(config.owner): a MeanMetricWrapper without its function")
        }
        let object = try SerializedObject(function, kind: "function", owner: config.owner)
        var settings = config.values.filter { !["fn", "dtype"].contains($0.key) }
        settings.merge(object.config.values.filter { $0.key != "name" }) { own, _ in own }
        let metric: Metric
        if isFunction(function), let loss = Registry.losses.entry(named: object.name) {
            metric = LossMetric(try loss.make(Config(settings, owner: config.owner)))
        } else {
            metric = try make(.keras("", object.name, settings), owner: config.owner)
        }
        metric.name = try config.string("name", default: "mean_metric_wrapper")
        return metric
    }
}
