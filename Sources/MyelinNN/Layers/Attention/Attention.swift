import MyelinCore

/// Weighs values by how well their keys fit a query: `softmax(scores) · value`, scores by dot products. Keras: `Attention`.
/// Luong et al. 2015.
///
/// Called with a list: `[query, value]` or `[query, value, key]`. A mask of the values hides them, one of the queries sets
/// the results of those it leaves out to zero and is passed on.
///
/// - Input shape: query (batch, …, time, size), value (batch, …, keys, size of values), key (batch, …, keys, size).
/// - Output shape: (batch, …, time, size of values); with scores also (batch, …, time, keys).
/// - Weights: scale (), concat_score_weight (), each if asked for.
public class Attention: Layer {
    /// How a query and a key become a score.
    public enum ScoreMode: String, Sendable, CaseIterable {
        /// Their dot product.
        case dot
        /// The sum of `tanh(query + key)`.
        case concat
    }

    /// Whether a learned factor multiplies the scores. Keras: `use_scale`.
    public let usesScale: Bool
    public let scoreMode: ScoreMode
    public let dropout: Double
    public let seed: Int?
    private var dropoutLayer: Dropout?
    /// Multiplies the scores.
    public internal(set) var scale: Variable?
    private var concatScoreWeight: Variable?

    /// - Parameters:
    ///   - useScale: whether a factor of the scores is learned.
    ///   - scoreMode: how a query and a key become a score.
    ///   - dropout: the share of the scores that is dropped while training.
    ///   - seed: what dropout depends on; by default the model's seed.
    public init(
        useScale: Bool = false, scoreMode: ScoreMode = .dot, dropout: Double = 0, seed: Int? = nil, name: String? = nil
    ) {
        usesScale = useScale
        self.scoreMode = scoreMode
        self.dropout = dropout
        self.seed = seed
        super.init(name: name)
        if dropout > 0 { dropoutLayer = Dropout(dropout, seed: seed, name: "dropout") }
    }

    public override var supportsMasking: Bool { true }
    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] { [masks.first ?? nil, nil] }

    // The random stream alone; files have no folder for it.
    public override var sublayers: [Layer] { dropoutLayer.map { [$0] } ?? [] }

    public override func build(_ inputs: [Shape]) throws {
        guard (2...3).contains(inputs.count) else {
            throw MyelinError(.shape, "expected [query, value] or [query, value, key], got \(inputs.count) inputs")
        }
        let key = inputs.last!
        let rank = inputs[0].rank
        for input in inputs {
            guard rank >= 3, input.rank == rank else {
                throw MyelinError(
                    .shape, "expected inputs of one rank of at least 3 (batch, …, time, size), got \(inputs)")
            }
        }
        guard inputs[0][rank - 1] == key[rank - 1], inputs[1][rank - 2] == key[rank - 2] else {
            throw MyelinError(
                .shape,
                "expected queries and keys of one size and as many values as keys, got \(inputs[0]), \(inputs[1]) and \(key)"
            )
        }
        try dropoutLayer?.ensureBuilt([inputs[0]])
        makeWeights(size: inputs[0][rank - 1])
    }

    func makeWeights(size: Int) {
        if usesScale { scale = addWeight("scale", shape: [], initializer: Ones()) }
        if scoreMode == .concat {
            concatScoreWeight = addWeight("concat_score_weight", shape: [], initializer: Ones())
        }
    }

    /// The scores (batch, time, keys) before softmax.
    func scores(query: Tensor, key: Tensor) -> Tensor {
        switch scoreMode {
        case .dot:
            let products = matmul(query, key.matrixTransposed())
            return scale.map { products * $0.value } ?? products
        case .concat:
            var sums = query.expanded(at: -2) + key.expanded(at: -3)
            if let scale { sums = sums * scale.value }
            let total = tanh(sums).sum(axes: [-1])
            return concatScoreWeight.map { total * $0.value } ?? total
        }
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        try attended(inputs, causal: false, returnsScores: false, context)
    }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        // Keras' order behind the list: mask, training, return_attention_scores, use_causal_mask.
        func flag(_ name: String, _ place: Int) throws -> Bool {
            let argument = arguments.positional.count > place ? arguments.positional[place] : arguments.named[name]
            switch argument {
            case nil, .literal(.null), .literal(.bool(false)): return false
            case .literal(.bool(true)): return true
            default: throw MyelinError(.argument, "the argument '\(name)' cannot be used")
            }
        }
        if let odd = arguments.named.keys.sorted().first(where: {
            !["mask", "training", "return_attention_scores", "use_causal_mask"].contains($0)
        }) {
            throw MyelinError(.argument, "unknown argument '\(odd)'")
        }
        let returnsScores = try flag("return_attention_scores", 3), causal = try flag("use_causal_mask", 4)
        return try attended(inputs, causal: causal, returnsScores: returnsScores, context)
    }

    private func attended(
        _ inputs: [Tensor], causal: Bool, returnsScores: Bool, _ context: CallContext
    ) throws -> [Tensor] {
        guard (2...3).contains(inputs.count) else {
            throw MyelinError(.shape, "expected [query, value] or [query, value, key], got \(inputs.count) inputs")
        }
        let query = inputs[0], value = inputs[1], key = inputs.last!
        var scores = scores(query: query, key: inputs.count == 3 ? key : value)
        var mask = context.mask(of: value)?.expanded(at: -2)
        if causal {
            let past = distances(time: scores.shape[scores.rank - 2], keys: scores.shape[scores.rank - 1]).greaterEqual(
                0)
            mask = mask.map { $0.and(past) } ?? past
        }
        if let mask { scores = select(mask.broadcast(to: scores.shape), scores, scores - 1e9) }
        let weights = softmax(scores)
        let dropped = try dropoutLayer?.apply([weights], context)[0] ?? weights
        var output = matmul(dropped, value)
        if let mask = context.mask(of: query) {
            let kept = mask.expanded(at: -1).broadcast(to: output.shape)
            output = select(kept, output, Tensor.zeros(output.shape, dtype: output.dtype))
        }
        return returnsScores ? [output, weights] : [output]
    }

    /// Draws the layer into a network.
    ///
    /// - Parameters:
    ///   - key: by default the values.
    ///   - useCausalMask: whether each query sees only the values up to its own place.
    public func callAsFunction(
        query: any Symbolic, value: any Symbolic, key: (any Symbolic)? = nil, useCausalMask: Bool = false
    ) -> SymbolicTensor {
        drawn(query, value, key, useCausalMask, scores: false)[0]
    }

    /// Draws the layer into a network with two outputs; the second are the scores (batch, time, keys).
    public func withScores(
        query: any Symbolic, value: any Symbolic, key: (any Symbolic)? = nil, useCausalMask: Bool = false
    ) -> (output: SymbolicTensor, scores: SymbolicTensor) {
        let outputs = drawn(query, value, key, useCausalMask, scores: true)
        return (outputs[0], outputs.count > 1 ? outputs[1] : outputs[0])
    }

    private func drawn(
        _ query: any Symbolic, _ value: any Symbolic, _ key: (any Symbolic)?, _ causal: Bool, scores: Bool
    ) -> [SymbolicTensor] {
        let inputs = [query.symbolic, value.symbolic] + (key.map { [$0.symbolic] } ?? [])
        var arguments = CallArguments(tensors: inputs.count)
        if causal { arguments.named["use_causal_mask"] = .literal(true) }
        if scores { arguments.named["return_attention_scores"] = .literal(true) }
        return LayerCall(self, inputs, arguments).outputs
    }

    public override var config: ConfigObject {
        [
            "use_scale": .bool(usesScale), "score_mode": .string(scoreMode.rawValue), "dropout": .double(dropout),
            "seed": ConfigValue(seed),
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            useScale: try config.bool("use_scale", default: false),
            scoreMode: try config.choice("score_mode", default: .dot),
            dropout: try config.double("dropout", default: 0), seed: config.seed(),
            name: try config.string("name"))
    }
}
