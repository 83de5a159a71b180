import MyelinCore

/// An embedding that also goes back: called with `reverse`, it gives each vector the scores of all rows of the table.
/// Keras: `ReversibleEmbedding`. Press, Wolf 2016.
///
///     let embedding = ReversibleEmbedding(10_000, 128)
///     let hidden = transformer(embedding(words))
///     let scores = embedding.reversed(hidden)
///
/// - Input shape: (batch, …) of whole numbers; in reverse (batch, …, outputDim).
/// - Output shape: (batch, …, outputDim); in reverse (batch, …, inputDim).
/// - Weights: embeddings (inputDim, outputDim); reverse_embeddings (outputDim, inputDim) unless they are tied.
public final class ReversibleEmbedding: Embedding {
    public let tieWeights: Bool
    public let reverseDType: DType?
    public let logitSoftCap: Double?
    /// The weights of the way back, where they are not those of the way there.
    public private(set) var reverseEmbeddings: Variable?

    /// - Parameters:
    ///   - tieWeights: whether the way back uses the same table.
    ///   - reverseDType: the element type of the way back; by default the layer's.
    ///   - logitSoftCap: scores become `tanh(score / cap) * cap`.
    public init(
        _ inputDim: Int, _ outputDim: Int, tieWeights: Bool = true,
        embeddingsInitializer: any Initializer = RandomUniform(), embeddingsRegularizer: (any Regularizer)? = nil,
        embeddingsConstraint: (any Constraint)? = nil, activityRegularizer: (any Regularizer)? = nil,
        maskZero: Bool = false, reverseDType: DType? = nil, logitSoftCap: Double? = nil, weights: Tensor? = nil,
        name: String? = nil
    ) {
        self.tieWeights = tieWeights
        self.reverseDType = reverseDType
        self.logitSoftCap = logitSoftCap
        super.init(
            inputDim, outputDim, embeddingsInitializer: embeddingsInitializer,
            embeddingsRegularizer: embeddingsRegularizer, embeddingsConstraint: embeddingsConstraint,
            activityRegularizer: activityRegularizer, maskZero: maskZero, weights: weights, name: name)
    }

    public override func build(_ input: Shape) throws {
        try super.build(input)
        if !tieWeights {
            reverseEmbeddings = addWeight(
                "reverse_embeddings", shape: [outputDim, inputDim], initializer: embeddingsInitializer)
        }
    }

    /// Draws the way back into a network.
    public func reversed(_ input: some Symbolic) -> SymbolicTensor {
        let arguments = CallArguments(positional: [.tensor(0)], named: ["reverse": .literal(true)])
        return LayerCall(self, [input.symbolic], arguments).outputs[0]
    }

    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] { [nil] }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        guard arguments.isReverse else { return try super.call(inputs, context) }
        let vectors = try inputs.requireVectors(of: outputDim)
        var kernel = reverseEmbeddings?.value ?? withLoRA(embeddings.value).transposed()
        let dtype = reverseDType ?? computeDType
        kernel = kernel.cast(to: dtype)
        return [matmul(vectors.cast(to: dtype), kernel).softlyCapped(at: logitSoftCap)]
    }

    public override var config: ConfigObject {
        super.config.merging([
            "tie_weights": .bool(tieWeights), "reverse_dtype": ConfigValue(reverseDType?.rawValue),
            "logit_soft_cap": ConfigValue(logitSoftCap),
        ]) { $1 }
    }

    public override init(config: Config) throws {
        tieWeights = try config.bool("tie_weights", default: true)
        logitSoftCap = try config.optionalDouble("logit_soft_cap")
        reverseDType = try config.has("reverse_dtype") ? DType(floatName: config.string("reverse_dtype"), config) : nil
        try super.init(config: config)
    }
}

extension CallArguments {
    /// Whether an embedding is called for the way back.
    var isReverse: Bool { (positional.count > 1 ? positional[1] : named["reverse"]) == .literal(true) }
}

extension [Tensor] {
    /// What an embedding is given on the way back: one tensor, of vectors of its size.
    func requireVectors(of size: Int) throws -> Tensor {
        guard count == 1, self[0].shape.sizes.last == size else {
            let found = count == 1 ? "\(self[0].shape)" : "\(count) inputs"
            throw MyelinError(.shape, "in reverse: expected vectors of size \(size), got \(found)")
        }
        return self[0]
    }
}

extension Tensor {
    /// Scores between a bound and its negative: `tanh(score / cap) * cap`.
    func softlyCapped(at cap: Double?) -> Tensor { cap.map { tanh(self / $0) * $0 } ?? self }
}

extension DType {
    fileprivate init(floatName name: String, _ config: Config) throws {
        guard let dtype = DType(rawValue: name), dtype.isFloatingPoint else {
            throw MyelinError(.file, "\(config.owner): dtype '\(name)' is not supported; float32 and float64 are")
        }
        self = dtype
    }
}
