import MyelinCore

// A model's architecture as a configuration, and back.

extension Model {
    /// The layers with their settings, and how they are connected.
    public var architecture: ConfigValue {
        var numbers: [ObjectIdentifier: Int] = [:]
        for (index, call) in calls.enumerated() { numbers[ObjectIdentifier(call)] = index }
        func place(_ tensor: SymbolicTensor) -> ConfigValue {
            [.int(numbers[ObjectIdentifier(tensor.call)]!), .int(tensor.output)]
        }
        let layerNumbers = Dictionary(uniqueKeysWithValues: layers.enumerated().map { (ObjectIdentifier($1), $0) })
        return [
            "class_name": .string(className), "name": .string(name), "seed": .int(seed),
            "layers": .array(layers.map(\.serialized)),
            "calls": .array(
                calls.map { call in
                    [
                        "layer": .int(layerNumbers[ObjectIdentifier(call.layer)]!),
                        "inputs": .array(call.inputs.map(place)),
                    ]
                }),
            "inputs": .array(inputs.map(place)), "outputs": .array(outputs.map(place)),
        ]
    }

    /// The model that an architecture describes, with new weights.
    ///
    /// - Parameter registry: the layer classes that may occur.
    public static func make(architecture: ConfigValue, registry: LayerRegistry = LayerRegistry()) throws -> Model {
        try ArchitectureReader(registry).model(architecture, depth: 0)
    }
}

extension Layer {
    fileprivate var serialized: ConfigValue {
        if let model = self as? Model { return model.architecture }
        var settings = config
        settings["name"] = .string(name)
        settings["trainable"] = .bool(trainable)
        return ["class_name": .string(className), "config": .object(settings)]
    }
}

private struct ArchitectureReader {
    /// Models inside models inside … to more levels than anyone builds are a damaged file.
    private static let deepest = 32
    let registry: LayerRegistry

    init(_ registry: LayerRegistry) { self.registry = registry }

    private func damaged(_ what: String) -> MyelinError { MyelinError(.file, "architecture: \(what)") }

    private func fields(_ value: ConfigValue, _ what: String) throws -> [String: ConfigValue] {
        guard case .object(let fields) = value else { throw damaged("expected \(what)") }
        return fields
    }

    private func list(_ fields: [String: ConfigValue], _ key: String) throws -> [ConfigValue] {
        guard case .array(let elements)? = fields[key] else { throw damaged("expected a list of \(key)") }
        return elements
    }

    func model(_ value: ConfigValue, depth: Int) throws -> Model {
        guard depth < Self.deepest else { throw damaged("models are nested more than \(Self.deepest) deep") }
        let model = try fields(value, "a model")
        let settings = Config(model, owner: "architecture")
        let layers = try list(model, "layers").map { try layer($0, depth: depth) }
        let name = try settings.string("name"), seed = try settings.int("seed")
        if try settings.string("class_name") == "Sequential" { return try Sequential(layers, name: name, seed: seed) }
        var calls: [LayerCall] = []
        func place(_ value: ConfigValue) throws -> SymbolicTensor {
            guard case .array(let pair) = value, pair.count == 2, case .int(let call) = pair[0], case .int(let output) = pair[1],
                calls.indices.contains(call), calls[call].outputs.indices.contains(output)
            else { throw damaged("a connection to nowhere") }
            return calls[call].outputs[output]
        }
        for entry in try list(model, "calls") {
            let call = try fields(entry, "a call")
            let number = try Config(call, owner: "architecture").int("layer")
            guard layers.indices.contains(number) else { throw damaged("a call of layer \(number) of \(layers.count)") }
            if let input = layers[number] as? Input {
                calls.append(input.symbolic.call)
            } else {
                calls.append(LayerCall(layers[number], try list(call, "inputs").map(place)))
            }
        }
        return try Model(
            inputs: try list(model, "inputs").map(place), outputs: try list(model, "outputs").map(place), name: name,
            seed: seed)
    }

    private func layer(_ value: ConfigValue, depth: Int) throws -> Layer {
        let entry = try fields(value, "a layer")
        if entry["layers"] != nil { return try model(value, depth: depth + 1) }
        guard case .string(let className)? = entry["class_name"] else { throw damaged("a layer without a class name") }
        return try registry.make(className, config: try fields(entry["config"] ?? [:], "settings of \(className)"))
    }
}
