import MyelinCore

// A model as the configuration that Keras 3 writes into `config.json`.

extension Layer {
    /// Keras' form of the layer: module, class name, settings, and the shapes that it was built for.
    public var serialized: ConfigValue { serialized(nil) }

    fileprivate func serialized(_ call: LayerCall?) -> ConfigValue {
        if let model = self as? Model { return model.modelConfig }
        var settings = config
        settings["name"] = .string(name)
        if self is OperationLayer {
            return [
                "module": .string(module), "class_name": .string(className), "config": .object(settings),
                "registered_name": .string(className),
            ]
        }
        if !(self is Input) {
            settings["trainable"] = .bool(trainable)
            settings["dtype"] = dtypePolicy.serialized
            if let activityRegularizer { settings["activity_regularizer"] = activityRegularizer.serialized }
        }
        if let lora { settings.merge(lora.config) { $1 } }
        for key in omittedSettings { settings[key] = nil }
        var result: ConfigObject = [
            "module": .string(module), "class_name": .string(className), "config": .object(settings),
            "registered_name": .null,
        ]
        if isOneOfOurs {
            if let call, !call.inputs.isEmpty {
                // A layer is built for what it works on; masks come besides.
                let (arguments, kept) = call.arguments.withoutMasks(of: call.inputs.count)
                let shapes = kept.map { ConfigValue.array(call.inputs[$0].shape.map { ConfigValue($0) }) }
                result["build_config"] = buildConfig(shapes, arguments)
            }
        } else {
            result["module"] = .null
            result["registered_name"] = .string("\(package)>\(className)")
        }
        return .object(result)
    }

    /// Whether the class is Myelin's own and thus Keras'; others are a user's.
    var isOneOfOurs: Bool { package == "Myelin" && module.hasPrefix("keras") }

    /// Under which Keras registers the class: that of layers of one's own, or Myelin's.
    private var package: String { String(reflecting: type(of: self)).hasPrefix("MyelinNN.") ? "Myelin" : "Custom" }
}

extension Model {
    /// Layers with their settings and how they are connected; without `compile`'s part.
    fileprivate var modelConfig: ConfigValue {
        let shapes = inputs.map { ConfigValue.array($0.shape.map { ConfigValue($0) }) }
        let shape = shapes.count == 1 ? shapes[0] : shapes.isEmpty ? .null : .array(shapes)
        var settings: ConfigObject = ["name": .string(name), "trainable": .bool(trainable)]
        if self is Sequential {
            settings["dtype"] = dtypePolicy.serialized
            settings["layers"] = .array(sequence)
            settings["build_input_shape"] = shape
        } else {
            settings["layers"] = .array(network)
            settings["input_layers"] = ends(inputs)
            settings["output_layers"] = ends(outputs)
        }
        let isSequential = self is Sequential
        return [
            "module": isSequential ? "keras" : "keras.src.models.functional",
            "class_name": isSequential ? "Sequential" : "Functional", "config": .object(settings),
            "registered_name": isSequential ? .null : "Functional", "build_config": ["input_shape": shape],
        ]
    }

    /// The layers of a sequence, its input first.
    private var sequence: [ConfigValue] {
        guard !calls.isEmpty else { return layers.map { $0.serialized } }
        return calls.map { $0.layer.serialized($0) }
    }

    /// The layers of a network, each with its calls.
    private var network: [ConfigValue] {
        layers.map { layer in
            let own = calls.filter { $0.layer === layer }
            guard case .object(var entry) = layer.serialized(own[0]) else { return .null }
            entry["name"] = .string(layer.name)
            entry["inbound_nodes"] = .array(layer is Input ? [] : own.map(node))
            return .object(entry)
        }
    }

    /// One call: its arguments, with tensors named by where they come from.
    private func node(_ call: LayerCall) -> ConfigValue {
        func value(_ argument: CallArgument) -> ConfigValue {
            switch argument {
            case .literal(let value): value
            case .list(let elements): .array(elements.map(value))
            case .fields(let elements): .object(ConfigObject(elements.mapValues(value)))
            case .tensor(let number):
                [
                    "class_name": "__keras_tensor__",
                    "config": [
                        "shape": .array(call.inputs[number].shape.map { ConfigValue($0) }),
                        "dtype": .string(call.inputs[number].dtypeName),
                        "keras_history": .array(place(call.inputs[number], countsDefinition: false)),
                    ],
                ]
            }
        }
        return [
            "args": .array(call.arguments.positional.map(value)),
            "kwargs": .object(ConfigObject(call.arguments.named.mapValues(value))),
        ]
    }

    /// Layer name, number of the call, number of the output.
    ///
    /// - Parameter countsDefinition: where Keras lists a model's ends it counts a nested network's own definition as call 0.
    private func place(_ tensor: SymbolicTensor, countsDefinition: Bool) -> [ConfigValue] {
        let number = calls.filter { $0.layer === tensor.call.layer }.firstIndex { $0 === tensor.call } ?? 0
        let isNetwork = tensor.call.layer is Model && !(tensor.call.layer is Sequential)
        return [
            .string(tensor.call.layer.name), .int(number + (countsDefinition && isNetwork ? 1 : 0)),
            .int(tensor.output),
        ]
    }

    private func ends(_ tensors: [SymbolicTensor]) -> ConfigValue {
        let places = tensors.map { ConfigValue.array(place($0, countsDefinition: true)) }
        if let outputKeys, tensors.count == outputKeys.count, tensors.first?.call === outputs.first?.call {
            return .object(ConfigObject(uniqueKeysWithValues: zip(outputKeys, places)))
        }
        return places.count == 1 ? places[0] : .array(places)
    }
}
