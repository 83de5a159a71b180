import MyelinCore

// What `compile` was given as Keras' `compile_config`, and back.

extension Model {
    /// Optimizer, losses, metrics and their weights in Keras' form; an empty object for a model that is not compiled.
    package var compileConfig: ConfigValue {
        guard let training else { return [:] }
        func list(_ metrics: [[Metric]]) -> ConfigValue {
            let lists = metrics.map { ConfigValue.array($0.map(\.serialized)) }
            return lists.isEmpty ? .null : lists.count == 1 ? lists[0] : .array(lists)
        }
        let losses = training.losses.indices.map { training.serializedLoss($0) }
        return [
            "optimizer": training.optimizer.serialized, "loss": losses.count == 1 ? losses[0] : .array(losses),
            "loss_weights": training.lossWeights.map { .array($0.map { .double($0) }) } ?? .null,
            "metrics": list(training.given.plain), "weighted_metrics": list(training.given.weighted),
            "run_eagerly": false, "steps_per_execution": 1, "jit_compile": false,
        ]
    }

    /// Compiles the model as a configuration of Keras' form tells; an empty one leaves it as it is. Without a loss its
    /// regularizers are what training makes small.
    package func compile(config value: ConfigValue) throws {
        guard value != .null else { return }
        guard case .object(let settings) = value else {
            throw MyelinError(.file, "compile_config: expected optimizer, loss and metrics, got \(value)")
        }
        guard let optimizer = settings["optimizer"], optimizer != .null else { return }
        let reader = CompileConfigReader(owner: "compile_config", outputs: outputNames)
        let losses = try reader.losses(settings["loss"] ?? .null)
        compile(
            optimizer: try Optimizer.make(optimizer, owner: "compile_config"), losses: losses.map { $0?.loss },
            lossWeights: try reader.lossWeights(settings["loss_weights"] ?? .null),
            metrics: try reader.metrics(settings["metrics"] ?? .null),
            weightedMetrics: try reader.metrics(settings["weighted_metrics"] ?? .null))
        training?.lossNames = losses.map { $0?.name }
    }
}

extension TrainingSetup {
    /// The loss of an output in Keras' form, by the name that it had where it came from.
    fileprivate func serializedLoss(_ output: Int) -> ConfigValue {
        guard let loss = losses[output] else { return .null }
        guard lossNames.indices.contains(output), let name = lossNames[output] else { return loss.serialized }
        return loss.serialized(named: name)
    }
}

/// Spreads Keras' forms (one for all, a list, an object by output name) over the outputs.
private struct CompileConfigReader {
    let owner: String
    let outputs: [String]

    /// A loss and the name that its settings give it.
    struct NamedLoss {
        let loss: any Loss
        let name: String?
    }

    func losses(_ value: ConfigValue) throws -> [NamedLoss?] {
        switch value {
        case .array(let elements): return try sized(elements, "losses").map(loss)
        case .object(let fields) where fields["class_name"] == nil:
            return try byName(fields, "losses").map { try $0.flatMap(loss) }
        default: return try [NamedLoss?](repeating: loss(value), count: max(outputs.count, 1))
        }
    }

    private func loss(_ value: ConfigValue) throws -> NamedLoss? {
        switch value {
        case .null: return nil
        // Keras takes these two words in capitals, too.
        case .string(let word) where ["crossentropy", "ce"].contains(word.lowercased()):
            return NamedLoss(loss: Crossentropy(), name: nil)
        default:
            let object = try SerializedObject(value, kind: "loss", owner: owner)
            let name = object.config.has("name") ? try object.config.string("name") : nil
            return NamedLoss(loss: try Registry.losses.make(value, owner: owner), name: name)
        }
    }

    func lossWeights(_ value: ConfigValue) throws -> [Double]? {
        func number(_ value: ConfigValue) throws -> Double {
            switch value {
            case .null: return 1
            default: return try Config(["loss_weights": value], owner: owner).double("loss_weights")
            }
        }
        switch value {
        case .null: return nil
        case .array(let elements): return try sized(elements, "loss weights").map(number)
        case .object(let fields): return try byName(fields, "loss weights").map { try $0.map(number) ?? 1 }
        default: return [try number(value)]
        }
    }

    func metrics(_ value: ConfigValue) throws -> [[Metric]] {
        switch value {
        case .null: return []
        case .object(let fields) where fields["class_name"] == nil:
            return try byName(fields, "metrics").map { try $0.map(list) ?? [] }
        case .array(let elements):
            // One output takes them all, however they are nested.
            if outputs.count <= 1 { return [try elements.flatMap(list)] }
            return try sized(elements, "metrics").map(list)
        default: return try sized([value], "metrics").map(list)
        }
    }

    /// One metric, a list of them, or none.
    private func list(_ value: ConfigValue) throws -> [Metric] {
        switch value {
        case .null: []
        case .array(let elements): try elements.flatMap(list)
        default: [try Metric.make(value, owner: owner)]
        }
    }

    private func sized(_ elements: [ConfigValue], _ what: String) throws -> [ConfigValue] {
        guard elements.count == max(outputs.count, 1) else {
            throw MyelinError(.file, "\(owner): \(elements.count) \(what) for \(outputs.count) outputs")
        }
        return elements
    }

    private func byName(_ fields: ConfigObject, _ what: String) throws -> [ConfigValue?] {
        if let stranger = fields.keys.sorted().first(where: { !outputs.contains($0) }) {
            throw MyelinError(
                .file,
                "\(owner): \(what) for '\(stranger)', which is no output; there are \(outputs.joined(separator: ", "))")
        }
        return outputs.map { fields[$0] }
    }
}
