import MyelinCore

/// Attention in which several heads of queries share one head of keys and values. Keras: `GroupQueryAttention` (in Python
/// `GroupedQueryAttention`). Ainslie et al. 2023.
///
/// - Input shape: query (batch, time, features), value and key (batch, keys, features).
/// - Output shape: the query's; with scores also (batch, query heads, time, keys).
/// - Weights: those of `query` (features, query heads, size), `key` and `value` (features, key heads, size) and
///   `attention_output` (query heads, size, features), with biases.
public final class GroupedQueryAttention: HeadedAttention {
    public let headDim: Int
    public let queryHeads: Int
    public let keyValueHeads: Int

    /// - Parameters:
    ///   - headDim: size of queries, keys and values in each head.
    ///   - queryHeads: how many heads queries have, a multiple of `keyValueHeads`.
    ///   - keyValueHeads: how many heads keys and values have; with 1 it is multi-query attention.
    ///   - dropout: the share of the scores that is dropped while training.
    ///   - useBias: whether the projections have biases.
    ///   - slidingWindow: queries see only keys that are less than this many places away.
    ///   - flashAttention: Keras' request for a kernel of this name; what is computed is the same.
    ///   - useGate: whether the output is multiplied by a sigmoid projection of the query (Qiu et al. 2025).
    ///   - kernelInitializer: of all projections; likewise the other settings of weights.
    ///   - seed: what dropout depends on; by default the model's seed.
    public convenience init(
        headDim: Int, queryHeads: Int, keyValueHeads: Int, dropout: Double = 0, useBias: Bool = true,
        slidingWindow: Int? = nil, flashAttention: Bool? = nil,
        kernelInitializer: any Initializer = GlorotUniform(), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        activityRegularizer: (any Regularizer)? = nil, kernelConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, useGate: Bool = false, seed: Int? = nil, name: String? = nil
    ) {
        let options = AttentionOptions(
            dropout: dropout, useBias: useBias, useGate: useGate, slidingWindow: slidingWindow,
            flashAttention: flashAttention, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer,
            kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer,
            activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint,
            biasConstraint: biasConstraint, seed: seed)
        self.init(options, headDim: headDim, queryHeads: queryHeads, keyValueHeads: keyValueHeads, name: name)
    }

    private init(_ options: AttentionOptions, headDim: Int, queryHeads: Int, keyValueHeads: Int, name: String?) {
        self.headDim = headDim
        self.queryHeads = queryHeads
        self.keyValueHeads = keyValueHeads
        super.init(options, name: name)
    }

    public override var className: String { "GroupQueryAttention" }
    public override var baseName: String { "grouped_query_attention" }
    // Files have the name under which Keras exports the class, its summary that in Python.
    override var statedClassName: String { "GroupedQueryAttention" }

    public override var folders: [(path: String, layer: Layer)] {
        let all: [(String, Layer?)] = [
            ("_query_dense", queryDense), ("_key_dense", keyDense), ("_gate_dense", gateDense),
            ("_value_dense", valueDense), ("_dropout_layer", dropoutLayer), ("_output_dense", outputDense),
        ]
        return all.compactMap { path, layer in layer.map { (path, $0) } }
    }

    override func makeProjections(query: Shape, value: Shape, key: Shape) throws {
        guard headDim >= 1, queryHeads >= 1, keyValueHeads >= 1, queryHeads % keyValueHeads == 0 else {
            throw MyelinError(
                .argument,
                "expected headDim, queryHeads and keyValueHeads of at least 1, queryHeads a multiple of keyValueHeads, got \(headDim), \(queryHeads), \(keyValueHeads)"
            )
        }
        guard query.rank == 3 else {
            throw MyelinError(.shape, "expected a query of rank 3 (batch, time, features), got \(query)")
        }
        func toHeads(_ heads: Int, _ name: String, _ activation: (any Activation)? = nil) -> EinsumDense {
            options.projection(
                "bqm,muh->bquh", outputShape: [nil, heads, headDim], biasAxes: "uh", activation: activation, name: name)
        }
        queryDense = toHeads(queryHeads, "query")
        keyDense = toHeads(keyValueHeads, "key")
        valueDense = toHeads(keyValueHeads, "value")
        if options.useGate { gateDense = toHeads(queryHeads, "gate", .sigmoid) }
        outputDense = options.projection(
            "bquh,uhm->bqm", outputShape: [nil, query[2]], biasAxes: "m", name: "attention_output")
    }

    override func attend(
        query: Tensor, key: Tensor, value: Tensor, mask: Tensor?, wantsScores: Bool, _ context: CallContext
    ) throws -> (output: Tensor, scores: Tensor?) {
        let product = ScaledDotProduct(scale: 1 / Double(headDim).squareRoot(), dropout: dropoutLayer)
        return try product(
            query: query, key: repeated(key), value: repeated(value), mask: mask?.withHeads(rank: 4, attended: 1),
            wantsScores: wantsScores, context)
    }

    /// One head for each head of the queries: (batch, keys, key heads, size) → (batch, keys, query heads, size).
    private func repeated(_ x: Tensor) -> Tensor {
        let count = queryHeads / keyValueHeads
        if count == 1 { return x }
        let wide = x.expanded(at: 3).broadcast(to: [x.shape[0], x.shape[1], keyValueHeads, count, headDim])
        return wide.reshaped(to: [x.shape[0], x.shape[1], queryHeads, headDim])
    }

    public override var config: ConfigObject {
        options.config.merging([
            "head_dim": .int(headDim), "num_query_heads": .int(queryHeads), "num_key_value_heads": .int(keyValueHeads),
        ]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try AttentionOptions(config: config), headDim: try config.int("head_dim"),
            queryHeads: try config.int("num_query_heads"), keyValueHeads: try config.int("num_key_value_heads"),
            name: try config.string("name"))
    }
}
