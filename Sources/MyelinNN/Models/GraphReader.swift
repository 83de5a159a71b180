import MyelinCore

/// Connects the layers of a Functional configuration: each call is drawn once the tensors that it takes exist, so layers
/// may be listed in any order.
struct GraphReader {
    private struct Pending {
        let layer: Layer
        let key: String
        let number: Int
        let inputs: [Place]
        let arguments: CallArguments
    }
    /// A tensor by Keras' history: layer, call, output.
    struct Place {
        let layer: String
        let call: Int
        let output: Int
    }

    private let name: String
    private var layers: [String: Layer] = [:]
    private var calls: [String: [Int: LayerCall]] = [:]
    private var pending: [Pending] = []

    init(name: String) { self.name = name }

    private func damaged(_ what: String) -> MyelinError { MyelinError(.file, "config: \(name): \(what)") }

    /// Adds a layer with its calls, to be connected later.
    mutating func add(_ layer: Layer, named key: String, nodes: [ConfigValue]) throws {
        guard layers.updateValue(layer, forKey: key) == nil else { throw damaged("two layers are named '\(key)'") }
        if let input = layer as? Input {
            calls[key] = [0: input.symbolic.call]
            return
        }
        for (number, node) in nodes.enumerated() {
            var inputs: [Place] = []
            let arguments = try arguments(node, key, &inputs)
            pending.append(Pending(layer: layer, key: key, number: number, inputs: inputs, arguments: arguments))
        }
    }

    /// Draws all calls.
    mutating func connect() throws {
        while !pending.isEmpty {
            var waiting: [Pending] = []
            for call in pending {
                let inputs = try call.inputs.map(tensor)
                if inputs.contains(where: { $0 == nil }) {
                    waiting.append(call)
                } else {
                    calls[call.key, default: [:]][call.number] = LayerCall(
                        call.layer, inputs.map { $0! }, call.arguments)
                }
            }
            guard waiting.count < pending.count else {
                throw damaged("the inputs of layer '\(waiting[0].key)' are never computed")
            }
            pending = waiting
        }
    }

    /// The tensor at a place; nil if its call is not drawn yet.
    private func tensor(_ place: Place) throws -> SymbolicTensor? {
        guard layers[place.layer] != nil else { throw damaged("no layer '\(place.layer)'") }
        guard let call = calls[place.layer]?[place.call] else { return nil }
        guard call.outputs.indices.contains(place.output) else {
            throw call.error ?? damaged("layer '\(place.layer)' has no output \(place.output)")
        }
        return call.outputs[place.output]
    }

    // MARK: Ends

    /// The model's inputs or outputs: one place, a list of them, or an object of them by name (then also the names).
    func ends(_ value: ConfigValue?, _ what: String) throws -> (tensors: [SymbolicTensor], keys: [String]?) {
        func end(_ value: ConfigValue) throws -> SymbolicTensor {
            guard let place = Place(value) else {
                throw damaged("\(what): expected layer, call and output, got \(value)")
            }
            // Of a network inside, its own definition counts as call 0 here.
            let isNetwork = layers[place.layer].map { $0 is Model && !($0 is Sequential) } ?? false
            let call =
                isNetwork && (calls[place.layer]?[place.call] == nil || place.call > 0) ? place.call &- 1 : place.call
            guard let tensor = try tensor(Place(layer: place.layer, call: call, output: place.output)) else {
                throw damaged("\(what): layer '\(place.layer)' has no call \(place.call)")
            }
            return tensor
        }
        /// Lists and objects in lists, as the states of stacked cells have them, are one list. Keras orders fields by name.
        func flattened(_ value: ConfigValue, depth: Int = 0) throws -> [SymbolicTensor] {
            guard Place(value) == nil, depth < 32 else { return [try end(value)] }
            switch value {
            case .array(let elements): return try elements.flatMap { try flattened($0, depth: depth + 1) }
            case .object(let fields):
                return try fields.keys.sorted().flatMap { try flattened(fields[$0]!, depth: depth + 1) }
            default: return [try end(value)]
            }
        }
        switch value {
        case .array: return (try flattened(value!), nil)
        case .object(let fields):
            let keys = fields.keys.sorted(), tensors = try flattened(value!)
            return (tensors, tensors.count == keys.count ? keys : nil)
        default: throw damaged("expected \(what)")
        }
    }

    // MARK: Arguments

    private func arguments(_ node: ConfigValue, _ key: String, _ inputs: inout [Place]) throws -> CallArguments {
        switch node {
        case .object(let fields):
            guard case .array(let positional)? = fields["args"] else {
                throw damaged("layer '\(key)': a call without args")
            }
            var named: ConfigObject = [:]
            switch fields["kwargs"] {
            case .object(let found)?: named = found
            case nil, .null?: break
            case let other?: throw damaged("layer '\(key)': expected the kwargs of a call, got \(other)")
            }
            let first = try positional.map { try argument($0, key, &inputs, depth: 0) }
            // In the order of the names, so that the same file always gives the same numbers.
            var others: [String: CallArgument] = [:]
            for name in named.keys.sorted() { others[name] = try argument(named[name]!, key, &inputs, depth: 0) }
            return CallArguments(positional: first, named: others)
        case .array(let elements):
            // Keras 2: [[layer, call, output, {arguments}], …]. Of the arguments the last ones count, as in Keras 3.
            var named: ConfigObject = [:]
            for element in elements {
                guard case .array(let parts) = element, let place = Place(.array(Array(parts.prefix(3)))) else {
                    throw damaged("layer '\(key)': a call that is not understood")
                }
                inputs.append(place)
                if parts.count > 3, case .object(let found) = parts[3] { named = found } else { named = [:] }
            }
            var call = CallArguments(tensors: inputs.count)
            call.named = named.mapValues { CallArgument.literal($0) }
            return call
        default: throw damaged("layer '\(key)': a call that is not understood")
        }
    }

    private func argument(
        _ value: ConfigValue, _ key: String, _ inputs: inout [Place], depth: Int
    ) throws -> CallArgument {
        guard depth < 32 else { throw damaged("layer '\(key)': arguments are nested too deeply") }
        switch value {
        case .object(let fields) where fields["class_name"] == .string("__keras_tensor__"):
            guard case .object(let config)? = fields["config"], let history = config["keras_history"],
                let place = Place(history)
            else { throw damaged("layer '\(key)': a tensor without its origin") }
            inputs.append(place)
            return .tensor(inputs.count - 1)
        case .array(let elements):
            return try list(elements, value, key, &inputs, depth: depth)
        case .object(let fields):
            if fields["class_name"] == .string("__tuple__"), case .array(let elements)? = fields["items"] {
                return try list(elements, .array(elements), key, &inputs, depth: depth)
            }
            let before = inputs.count
            var parts: [String: CallArgument] = [:]
            for name in fields.keys.sorted() {
                parts[name] = try argument(fields[name]!, key, &inputs, depth: depth + 1)
            }
            return inputs.count == before ? .literal(value) : .fields(parts)
        default: return .literal(value)
        }
    }

    private func list(
        _ elements: [ConfigValue], _ value: ConfigValue, _ key: String, _ inputs: inout [Place], depth: Int
    ) throws -> CallArgument {
        let before = inputs.count
        let parts = try elements.map { try argument($0, key, &inputs, depth: depth + 1) }
        return inputs.count == before ? .literal(value) : .list(parts)
    }
}

extension GraphReader.Place {
    init?(_ value: ConfigValue) {
        guard case .array(let parts) = value, parts.count == 3, case .string(let layer) = parts[0],
            case .int(let call) = parts[1], case .int(let output) = parts[2]
        else { return nil }
        self.init(layer: layer, call: call, output: output)
    }
}
