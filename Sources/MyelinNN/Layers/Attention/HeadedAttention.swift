import MyelinCore

/// What `MultiHeadAttention` and `GroupedQueryAttention` have in common: queries, keys and values projected to heads, dot
/// products between them, and a projection of what they weigh.
///
/// Drawn into a network it is called by the names of its inputs:
///
///     let attention = MultiHeadAttention(heads: 4, keyDim: 32)
///     let y = attention(query: x, value: x, useCausalMask: true)
///     let (output, scores) = attention.withScores(query: x, value: memory)
///
/// Without a key the values are the keys, too. Masks of its inputs (from `Embedding` and `Masking`) hide keys, and the
/// query's passes on.
public class HeadedAttention: Layer {
    let options: AttentionOptions
    var queryDense: EinsumDense!
    var keyDense: EinsumDense!
    var valueDense: EinsumDense!
    var gateDense: EinsumDense?
    var outputDense: EinsumDense!
    private(set) var dropoutLayer: Dropout?

    init(_ options: AttentionOptions, name: String?) {
        self.options = options
        super.init(name: name)
        if options.dropout > 0 { dropoutLayer = Dropout(options.dropout, seed: options.seed, name: "dropout") }
    }

    public override var supportsMasking: Bool { true }
    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] { [masks.first ?? nil, nil] }

    public override var sublayers: [Layer] {
        [queryDense, keyDense, gateDense, valueDense, dropoutLayer, outputDense].compactMap { $0 }
    }

    // MARK: To override

    /// Makes the projections for inputs of these shapes.
    func makeProjections(query: Shape, value: Shape, key: Shape) throws {}

    /// The output before its projection (batch, time, heads, size), and the scores if asked for.
    func attend(
        query: Tensor, key: Tensor, value: Tensor, mask: Tensor?, wantsScores: Bool, _ context: CallContext
    ) throws -> (output: Tensor, scores: Tensor?) { (query, nil) }

    /// Whether a mask of the query that is given as an argument counts.
    var takesQueryMask: Bool { true }

    // MARK: As every layer

    override func namedInputs(_ arguments: CallArguments) -> [String: Int]? {
        (try? AttentionCall(arguments))?.places.filter { ["query", "value", "key"].contains($0.key) }
    }

    public override func build(_ inputs: [Shape], _ arguments: CallArguments) throws {
        try options.check()
        let (query, value, key) = try AttentionCall(arguments).parts(inputs)
        guard query.rank >= 3, value.rank == query.rank, key.rank == value.rank,
            value.sizes.dropFirst().dropLast() == key.sizes.dropFirst().dropLast()
        else {
            throw MyelinError(
                .shape,
                "expected query, value and key of one rank of at least 3 (batch, time, features), values and keys of one length, got \(query), \(value) and \(key)"
            )
        }
        try makeProjections(query: query, value: value, key: key)
        let shapes = [(queryDense, query), (keyDense, key), (gateDense, query), (valueDense, value)]
        for (dense, shape) in shapes {
            guard let dense else { continue }
            dense.dtypePolicy = dtypePolicy
            try dense.ensureBuilt([shape])
        }
        outputDense.dtypePolicy = dtypePolicy
        let heads = queryDense.outputShape.suffix(2)[queryDense.outputShape.count - 2]!
        let size = valueDense.outputShape.last!!
        try outputDense.ensureBuilt([Shape(query.sizes.dropLast() + [heads, size])])
        dropoutLayer?.dtypePolicy = dtypePolicy
        try dropoutLayer?.ensureBuilt([query])
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        try call(inputs, CallArguments(tensors: inputs.count), context)
    }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        let call = try AttentionCall(arguments)
        let (query, value, key) = try call.parts(inputs)
        if call.returnsScores, options.flashAttention == true {
            throw MyelinError(.argument, "flashAttention: the scores cannot be returned with it")
        }
        let queryMask = try (takesQueryMask ? call.mask("query_mask", inputs) : nil) ?? context.mask(of: query)
        let mask = try call.mask(inputs, query: queryMask, window: options.slidingWindow, context)
        let (output, scores) = try attend(
            query: queryDense.apply([query], context)[0], key: keyDense.apply([key], context)[0],
            value: valueDense.apply([value], context)[0], mask: mask, wantsScores: call.returnsScores, context)
        let gated = try gateDense.map { output * (try $0.apply([query], context)[0]) } ?? output
        let result = try outputDense.apply([gated], context)[0]
        return [result] + (call.returnsScores ? scores.map { [$0] } ?? [] : [])
    }
}

// MARK: Calls by name

extension HeadedAttention {
    private func drawn(
        _ tensors: [(name: String, tensor: (any Symbolic)?)], causal: Bool, scores: Bool
    ) -> [SymbolicTensor] {
        var inputs: [SymbolicTensor] = []
        var arguments = CallArguments(positional: [])
        for (name, tensor) in tensors {
            guard let tensor else { continue }
            if inputs.count < 2 {
                arguments.positional.append(.tensor(inputs.count))
            } else {
                arguments.named[name] = .tensor(inputs.count)
            }
            inputs.append(tensor.symbolic)
        }
        if causal { arguments.named["use_causal_mask"] = .literal(true) }
        if scores { arguments.named["return_attention_scores"] = .literal(true) }
        return LayerCall(self, inputs, arguments).outputs
    }

    /// Draws the layer into a network.
    ///
    /// - Parameters:
    ///   - query: (batch, time, features).
    ///   - value: (batch, keys, features).
    ///   - key: (batch, keys, features); by default the values.
    ///   - attentionMask: which keys each query sees, as Bool that broadcasts to (batch, time, keys).
    ///   - useCausalMask: whether each query sees only the keys up to its own place.
    public func callAsFunction(
        query: any Symbolic, value: any Symbolic, key: (any Symbolic)? = nil,
        attentionMask: (any Symbolic)? = nil, useCausalMask: Bool = false
    ) -> SymbolicTensor {
        drawn(
            [("query", query), ("value", value), ("key", key), ("attention_mask", attentionMask)],
            causal: useCausalMask, scores: false)[0]
    }

    /// Draws the layer into a network with two outputs; the second are the scores (batch, heads, time, keys).
    public func withScores(
        query: any Symbolic, value: any Symbolic, key: (any Symbolic)? = nil,
        attentionMask: (any Symbolic)? = nil, useCausalMask: Bool = false
    ) -> (output: SymbolicTensor, scores: SymbolicTensor) {
        let outputs = drawn(
            [("query", query), ("value", value), ("key", key), ("attention_mask", attentionMask)],
            causal: useCausalMask, scores: true)
        return (outputs[0], outputs.count > 1 ? outputs[1] : outputs[0])
    }

    /// The output for tensors, by itself without a model.
    public func callAsFunction(
        query: Tensor, value: Tensor, key: Tensor? = nil, attentionMask: Tensor? = nil, useCausalMask: Bool = false,
        training: Bool = false
    ) throws -> Tensor {
        let inputs = [query, value] + [key, attentionMask].compactMap { $0 }
        var arguments = CallArguments(
            positional: [.tensor(0), .tensor(1)], named: ["use_causal_mask": .literal(.bool(useCausalMask))])
        if key != nil { arguments.named["key"] = .tensor(2) }
        if attentionMask != nil { arguments.named["attention_mask"] = .tensor(inputs.count - 1) }
        try ensureBuilt(inputs.map(\.shape), arguments)
        try initializeWeights(seed: Int.random(in: 0..<Int.max))
        return try apply(inputs, CallContext(training: training), arguments)[0]
    }
}
