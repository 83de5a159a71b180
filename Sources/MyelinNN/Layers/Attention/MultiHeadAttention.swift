import MyelinCore

/// Attention with several heads: each weighs the values by how well their keys fit the query. Keras:
/// `MultiHeadAttention`. Vaswani et al. 2017, "Attention Is All You Need".
///
///     MultiHeadAttention(heads: 4, keyDim: 32)(query: x, value: x)
///
/// - Input shape: query (batch, …, time, features), value and key (batch, …, keys, features of their own).
/// - Output shape: the query's, or with `outputShape` in place of its last axis; with scores also (batch, heads, time,
///   keys).
/// - Weights: those of `query`, `key`, `value` (features, heads, size) and `attention_output` (heads, size, features), with
///   biases.
public final class MultiHeadAttention: HeadedAttention {
    public let heads: Int
    public let keyDim: Int
    public let valueDim: Int
    public let outputShape: [Int]?
    public let attentionAxes: [Int]?

    /// - Parameters:
    ///   - heads: how many, at least 1.
    ///   - keyDim: size of queries and keys in each head.
    ///   - valueDim: size of values in each head; by default `keyDim`.
    ///   - dropout: the share of the scores that is dropped while training.
    ///   - useBias: whether the projections have biases.
    ///   - outputShape: sizes of the output's last axes; by default the query's features.
    ///   - attentionAxes: the axes that are attended over; by default all between batch and features.
    ///   - slidingWindow: queries see only keys that are less than this many places away.
    ///   - flashAttention: Keras' request for a kernel of this name; what is computed is the same.
    ///   - useGate: whether the output is multiplied by a sigmoid projection of the query (Qiu et al. 2025).
    ///   - kernelInitializer: of all projections; likewise the other settings of weights.
    ///   - seed: what dropout depends on; by default the model's seed.
    public convenience init(
        heads: Int, keyDim: Int, valueDim: Int? = nil, dropout: Double = 0, useBias: Bool = true,
        outputShape: [Int]? = nil, attentionAxes: [Int]? = nil, slidingWindow: Int? = nil,
        flashAttention: Bool? = nil, kernelInitializer: any Initializer = GlorotUniform(),
        biasInitializer: any Initializer = Zeros(), kernelRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, activityRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, biasConstraint: (any Constraint)? = nil, useGate: Bool = false,
        seed: Int? = nil, name: String? = nil
    ) {
        let options = AttentionOptions(
            dropout: dropout, useBias: useBias, useGate: useGate, slidingWindow: slidingWindow,
            flashAttention: flashAttention, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer,
            kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer,
            activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint,
            biasConstraint: biasConstraint, seed: seed)
        self.init(
            options, heads: heads, keyDim: keyDim, valueDim: valueDim, outputShape: outputShape,
            attentionAxes: attentionAxes, name: name)
    }

    private init(
        _ options: AttentionOptions, heads: Int, keyDim: Int, valueDim: Int?, outputShape: [Int]?,
        attentionAxes: [Int]?, name: String?
    ) {
        self.heads = heads
        self.keyDim = keyDim
        self.valueDim = valueDim ?? keyDim
        self.outputShape = outputShape
        self.attentionAxes = attentionAxes
        super.init(options, name: name)
    }

    public override var folders: [(path: String, layer: Layer)] {
        let all: [(String, Layer?)] = [
            ("query_dense", queryDense), ("key_dense", keyDense), ("_gate_dense", gateDense),
            ("value_dense", valueDense), ("_dropout_layer", dropoutLayer), ("output_dense", outputDense),
        ]
        return all.compactMap { path, layer in layer.map { (path, $0) } }
    }

    // Keras looks at the query's own mask alone, and leaves no mask on its inputs.
    override var takesQueryMask: Bool { false }
    override var endsInputMasks: Bool { true }

    // Keras states scores as if there were as many keys as queries, on one axis.
    override func statedShapes(_ inputs: [[Int?]], _ arguments: CallArguments, _ computed: [[Int?]]) -> [[Int?]] {
        guard computed.count == 2, let place = (try? AttentionCall(arguments))?.places["query"],
            inputs.indices.contains(place), inputs[place].count > 1
        else { return computed }
        let query = inputs[place]
        return [computed[0], [query[0], heads, query[1], query[1]]]
    }

    /// The attended axes, counted from the front of an input of some rank.
    private func axes(rank: Int) throws -> [Int] {
        guard let attentionAxes, !attentionAxes.isEmpty else { return Array(1..<rank - 1) }
        let places = attentionAxes.map { $0 < 0 ? $0 + rank : $0 }
        guard places.allSatisfy((1..<rank - 1).contains), Set(places).count == places.count else {
            throw MyelinError(
                .argument, "attentionAxes: expected axes between batch and features, got \(attentionAxes)")
        }
        return places
    }

    override func makeProjections(query: Shape, value: Shape, key: Shape) throws {
        guard heads >= 1, keyDim >= 1, valueDim >= 1, outputShape?.allSatisfy({ $0 >= 1 }) ?? true else {
            throw MyelinError(
                .argument,
                "expected heads, keyDim, valueDim and outputShape of at least 1, got \(heads), \(keyDim), \(valueDim), \(outputShape ?? [])"
            )
        }
        _ = try axes(rank: query.rank)
        let free = letters(query.rank - 1)
        func toHeads(_ size: Int, _ name: String, _ activation: (any Activation)? = nil) -> EinsumDense {
            options.projection(
                "\(free)x,xyz->\(free)yz",
                outputShape: [Int?](repeating: nil, count: query.rank - 2) + [heads, size], biasAxes: "yz",
                activation: activation, name: name)
        }
        queryDense = toHeads(keyDim, "query")
        keyDense = toHeads(keyDim, "key")
        valueDense = toHeads(valueDim, "value")
        if options.useGate { gateDense = toHeads(valueDim, "gate", .sigmoid) }
        let sizes = outputShape ?? [query[query.rank - 1]]
        let last = letters(sizes.count, from: 13)
        outputDense = options.projection(
            "\(free)yz,yz\(last)->\(free)\(last)",
            outputShape: [Int?](repeating: nil, count: query.rank - 2) + sizes, biasAxes: last,
            name: "attention_output")
    }

    /// Letters for axes: a, b, c, …
    private func letters(_ count: Int, from first: Int = 0) -> String {
        String((0..<count).map { Character(Unicode.Scalar(UInt8(97 + first + $0))) })
    }

    override func attend(
        query: Tensor, key: Tensor, value: Tensor, mask: Tensor?, wantsScores: Bool, _ context: CallContext
    ) throws -> (output: Tensor, scores: Tensor?) {
        let scale = 1 / Double(keyDim).squareRoot()
        let attended = try axes(rank: query.rank - 1)
        let mask = mask?.withHeads(rank: query.rank - 1 + attended.count, attended: attended.count)
        if query.rank == 4 {
            let product = ScaledDotProduct(scale: scale, dropout: dropoutLayer)
            return try product(
                query: query, key: key, value: value, mask: mask, wantsScores: wantsScores, context)
        }
        // Any axes: those that are not attended over count off products, as do the heads.
        let all = Array(letters(query.rank))
        let source = all.enumerated().map { attended.contains($0) ? Character($1.uppercased()) : $1 }
        let batch = all.indices.dropLast().filter { !attended.contains($0) }
        let scoreAxes = String(batch.map { all[$0] } + attended.map { all[$0] } + attended.map { source[$0] })
        let logits = einsum("\(String(source)),\(String(all))->\(scoreAxes)", key, query * scale)
        let scores = maskedSoftmax(logits, mask: mask, axes: Array(-attended.count...(-1)))
        let dropped = try dropoutLayer?.apply([scores], context)[0] ?? scores
        return (einsum("\(scoreAxes),\(String(source))->\(String(all))", dropped, value), scores)
    }

    public override var config: ConfigObject {
        options.config.merging([
            "num_heads": .int(heads), "key_dim": .int(keyDim), "value_dim": .int(valueDim),
            "output_shape": outputShape.map { ConfigValue($0) } ?? .null,
            "attention_axes": attentionAxes.map { ConfigValue($0) } ?? .null,
        ]) { $1 }
    }

    convenience init(config: Config) throws {
        let shape = config.has("output_shape") ? try config.ints("output_shape") : []
        self.init(
            try AttentionOptions(config: config), heads: try config.int("num_heads"),
            keyDim: try config.int("key_dim"), valueDim: try config.optionalInt("value_dim"),
            outputShape: shape.isEmpty ? nil : shape,
            attentionAxes: config.has("attention_axes") ? try config.ints("attention_axes") : nil,
            name: try config.string("name"))
    }
}

extension Tensor {
    /// A mask (batch, time, keys) with axes of size 1 for the heads, and whatever else is before the attended axes.
    func withHeads(rank: Int, attended: Int) -> Tensor {
        let last = 2 * attended
        guard self.rank < rank, self.rank >= last else { return self }
        let ones = [Int](repeating: 1, count: rank - self.rank)
        return reshaped(to: Shape(shape.sizes.dropLast(last) + ones + shape.sizes.suffix(last)))
    }
}
