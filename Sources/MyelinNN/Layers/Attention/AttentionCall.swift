import MyelinCore

/// The arguments of an attention layer's call: tensors by their roles, and settings.
struct AttentionCall {
    /// Keras' order of the arguments of `MultiHeadAttention` and `GroupedQueryAttention`.
    private static let names = [
        "query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask",
        "return_attention_scores", "training", "use_causal_mask",
    ]
    private static let tensors = names[..<7]

    /// The numbers of the tensors by their arguments' names.
    private(set) var places: [String: Int] = [:]
    private var constants: ConfigObject = [:]
    private(set) var returnsScores = false
    private(set) var isCausal = false

    init(_ arguments: CallArguments) throws {
        var named = arguments.named
        var positional = arguments.positional
        // [query, value] or [query, value, key], as a list.
        if positional.count == 1, case .list(let elements) = positional[0] { positional = elements }
        guard positional.count <= Self.names.count else {
            throw MyelinError(.argument, "expected at most \(Self.names.count) arguments, got \(positional.count)")
        }
        for (name, argument) in zip(Self.names, positional) { named[name] = argument }
        for (name, argument) in named {
            switch argument {
            case .literal(.null): break
            case .literal(.bool(let value)) where !Self.tensors.contains(name):
                switch name {
                case "return_attention_scores": returnsScores = value
                case "use_causal_mask": isCausal = value
                case "training": break
                default: throw MyelinError(.argument, "unknown argument '\(name)'")
                }
            case .tensor(let place) where Self.tensors.contains(name): places[name] = place
            case .literal(let value) where name.hasSuffix("_mask"): constants[name] = value
            default: throw MyelinError(.argument, "the argument '\(name)' cannot be used")
            }
        }
        guard places["query"] != nil, places["value"] != nil else {
            throw MyelinError(.argument, "expected a query and a value")
        }
    }

    /// Query, value and key from a list of what belongs to the tensors.
    func parts<Part>(_ all: [Part]) throws -> (query: Part, value: Part, key: Part) {
        guard places.values.allSatisfy(all.indices.contains) else {
            throw MyelinError(.argument, "expected \((places.values.max() ?? 0) + 1) tensors, got \(all.count)")
        }
        let value = all[places["value"]!]
        return (all[places["query"]!], value, places["key"].map { all[$0] } ?? value)
    }

    /// A mask that was given as an argument.
    func mask(_ name: String, _ inputs: [Tensor]) throws -> Tensor? {
        if let place = places[name] { return inputs[place].cast(to: .bool) }
        return try constants[name].map { constant in
            let (values, shape) = try constant.array(owner: "argument \(name)")
            return Tensor(values, shape: shape).cast(to: .bool)
        }
    }

    /// The masks of query (batch, time), value and key (batch, keys) as one (batch or 1, time, keys), with the causal one
    /// and a window to the sides; nil if every query sees every key.
    func mask(
        _ inputs: [Tensor], query: Tensor?, window: Int?, _ context: CallContext
    ) throws -> Tensor? {
        var parts: [Tensor] = []
        let roles = try self.parts(inputs)
        if let query { parts.append(query.expanded(at: -1)) }
        if let value = try mask("value_mask", inputs) ?? context.mask(of: roles.value) {
            parts.append(value.expanded(at: -2))
        }
        if places["key"] != nil, let key = try mask("key_mask", inputs) ?? context.mask(of: roles.key) {
            parts.append(key.expanded(at: -2))
        }
        let shape: Shape = [1, roles.query.shape[1], roles.value.shape[1]]
        if isCausal || window != nil {
            let distances = distances(time: shape[1], keys: shape[2])
            if isCausal { parts.append(distances.greaterEqual(0)) }
            if let window { parts.append(abs(distances).less(Tensor(Double(window), .int32))) }
        }
        if let own = try mask("attention_mask", inputs) { parts.append(own) }
        guard let first = parts.first else { return nil }
        return parts.dropFirst().reduce(first) { $0.and($1) }
    }
}

/// How far before each query a key lies, as Int32 of shape (1, time, keys).
func distances(time: Int, keys: Int) -> Tensor {
    let rows = Tensor.range(to: Double(time), dtype: .int32), columns = Tensor.range(to: Double(keys), dtype: .int32)
    return (rows.expanded(at: 1) - columns.expanded(at: 0)).expanded(at: 0)
}
