import MyelinCore

extension Model {
    /// The model that a configuration of Keras' form describes, with new weights.
    ///
    /// - Parameter seed: what the model's random numbers depend on.
    /// - Throws: `MyelinError` for an unknown class, and for a configuration that contradicts itself.
    public static func make(config: ConfigValue, seed: Int? = nil) throws -> Model {
        try WeightBudget.$current.withValue(WeightBudget.current ?? .machine) {
            guard let model = try ModelReader(seed: seed).layer(config, depth: 0) as? Model else {
                throw MyelinError(.file, "config: expected a Sequential or Functional model")
            }
            return model
        }
    }
}

extension Config {
    /// The layer that stands under a key.
    func layer(_ key: String) throws -> Layer {
        guard has(key) else { throw MyelinError(.file, "\(owner): setting '\(key)': expected a layer, got nothing") }
        return try ModelReader(seed: nil).layer(values[key]!, depth: depth + 1)
    }
}

/// Makes models from Keras' configurations: of Keras 3, and of Keras 2's legacy files.
private struct ModelReader {
    /// Models inside models inside … to more levels than anyone builds are a damaged file.
    private static let deepest = 32
    let seed: Int?

    // MARK: Layers

    func layer(_ value: ConfigValue, depth: Int) throws -> Layer {
        guard depth < Self.deepest else { throw damaged("models are nested more than \(Self.deepest) deep") }
        let entry = try fields(value, "a layer")
        guard case .string(let className)? = entry["class_name"] else { throw damaged("a layer without a class name") }
        // A legacy Sequential may be a bare list of its layers.
        if className == "Sequential", case .array(let layers)? = entry["config"] {
            return try sequential(["layers": .array(layers)], depth: depth)
        }
        var settings = try fields(entry["config"] ?? [:], "settings of \(className)")
        if settings["name"] == nil, let name = entry["name"] { settings["name"] = name }
        switch className {
        case "Sequential": return try sequential(settings, depth: depth)
        case "Functional", "Model": return try network(settings, depth: depth)
        default: break
        }
        if case .string(let module)? = entry["module"], module.hasPrefix("keras.src.ops") || module == "keras.ops" {
            return try OperationLayer(className, module: module, settings: settings)
        }
        return try Registry.layers.make(className, config: settings, depth: depth)
    }

    private func sequential(_ settings: ConfigObject, depth: Int) throws -> Sequential {
        var layers = try list(settings, "layers").map { try layer($0, depth: depth + 1) }
        // Keras 2 put the input's shape into the first layer; a model without it was built by its data.
        let first = try list(settings, "layers").first.map { try fields($0, "a layer") }
        if !(layers.first is Input), let sizes = try sizes(settings["build_input_shape"]) ?? sizes(batchShape(first)) {
            layers.insert(
                Input(shape: Array(sizes.dropFirst()), batchSize: sizes[0], name: "input_layer"), at: 0)
        }
        let model = try Sequential(layers, name: name(settings, "sequential"), seed: seed)
        if let policy = settings["dtype"], policy != .null {
            // The model's own; its layers have theirs.
            let policies = layers.map(\.dtypePolicy)
            model.dtypePolicy = try DTypePolicy(policy, owner: model.name)
            for (layer, policy) in zip(layers, policies) { layer.dtypePolicy = policy }
        }
        if try !trainable(settings) { model.trainable = false }
        return model
    }

    private func batchShape(_ entry: ConfigObject?) -> ConfigValue? {
        guard case .object(let config)? = entry?["config"] else { return nil }
        return config["batch_input_shape"] ?? config["batch_shape"]
    }

    /// The sizes of a batch of samples; nil if this is no shape of one input.
    private func sizes(_ value: ConfigValue?) throws -> [Int?]? {
        guard case .array(let sizes)? = value, !sizes.isEmpty else { return nil }
        return try sizes.map { size in
            if size == .null { return nil }
            guard let whole = size.whole else { throw damaged("a shape of \(sizes)") }
            return whole
        }
    }

    // MARK: Networks

    private func network(_ settings: ConfigObject, depth: Int) throws -> Model {
        let modelName = try name(settings, "functional")
        var graph = GraphReader(name: modelName)
        for value in try list(settings, "layers") {
            let entry = try fields(value, "a layer")
            let layer = try layer(value, depth: depth + 1)
            let key: String
            if case .string(let given)? = entry["name"] { key = given } else { key = layer.name }
            var nodes: [ConfigValue] = []
            switch entry["inbound_nodes"] {
            case .array(let found)?: nodes = found
            case nil, .null?: break
            case let other?: throw damaged("layer '\(key)': expected a list of calls, got \(other)")
            }
            try graph.add(layer, named: key, nodes: nodes)
        }
        try graph.connect()
        let (inputs, _) = try graph.ends(settings["input_layers"], "input_layers")
        let (outputs, keys) = try graph.ends(settings["output_layers"], "output_layers")
        let model = try Model(inputs: inputs, outputs: outputs, name: modelName, seed: seed)
        model.outputKeys = keys
        if try !trainable(settings) { model.trainable = false }
        return model
    }

    // MARK: Parts

    private func damaged(_ what: String) -> MyelinError { MyelinError(.file, "config: \(what)") }

    private func fields(_ value: ConfigValue, _ what: String) throws -> ConfigObject {
        guard case .object(let fields) = value else { throw damaged("expected \(what)") }
        return fields
    }

    private func list(_ fields: ConfigObject, _ key: String) throws -> [ConfigValue] {
        guard case .array(let elements)? = fields[key] else { throw damaged("expected a list of \(key)") }
        return elements
    }

    private func name(_ settings: ConfigObject, _ fallback: String) throws -> String {
        try Config(settings, owner: "config").string("name", default: fallback)
    }

    private func trainable(_ settings: ConfigObject) throws -> Bool {
        try Config(settings, owner: "config").bool("trainable", default: true)
    }
}
