import MyelinCore

/// An `Embedding` whose table was rounded to whole numbers of 8 or 4 bits. Keras: `Embedding` after `quantize`.
///
/// - Input and output shape: as `Embedding`.
/// - Weights: embeddings (inputDim, outputDim) of whole numbers, embeddings_scale (inputDim), for blocks of 4 bits also
///   embeddings_zero and g_idx.
public class QuantizedEmbedding: QuantizedLayer {
    /// The number of entries.
    public let inputDim: Int
    /// The length of each vector.
    public let outputDim: Int
    /// Whether the index 0 is masked out.
    public let maskZero: Bool
    fileprivate var embeddings: QuantizedMatrix!

    override init(config: Config, roundsInputs isUsual: Bool? = nil) throws {
        inputDim = try config.int("input_dim")
        outputDim = try config.int("output_dim")
        maskZero = try config.bool("mask_zero", default: false)
        try super.init(config: config, roundsInputs: isUsual)
    }

    public override var className: String { "Embedding" }
    override var castsInputs: Bool { false }
    public override var supportsMasking: Bool { maskZero }

    public override func build(_ input: Shape) throws {
        guard inputDim >= 1, outputDim >= 1 else {
            throw MyelinError(.argument, "expected inputDim and outputDim of at least 1, got \(inputDim), \(outputDim)")
        }
        embeddings = QuantizedMatrix(
            self, "embeddings", rows: inputDim, columns: outputDim, packedAxis: 1, groupAxis: 1)
        lora?.addWeights(to: self, name: "embeddings", shape: [inputDim, outputDim], regularizer: nil)
    }

    public override var storedWeights: [Variable] { [embeddings.values] + embeddings.scales }

    /// The vectors that the table stands for.
    fileprivate var table: Tensor { withLoRA(embeddings.real) }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let output = table.rows(x.rowNumbers, for: name)
        if maskZero { context.setMask(x.notEqual(Tensor(0, x.dtype)), of: output) }
        return output
    }
}

/// A `ReversibleEmbedding` whose tables were rounded to whole numbers. Keras: `ReversibleEmbedding` after `quantize`.
///
/// - Input and output shape: as `ReversibleEmbedding`.
/// - Weights: those of `QuantizedEmbedding`; unless both ways share the table also reverse_embeddings (outputDim, inputDim),
///   reverse_embeddings_scale (inputDim), for blocks of 4 bits reverse_embeddings_zero.
public final class QuantizedReversibleEmbedding: QuantizedEmbedding {
    /// Whether the way back reads the same table.
    public let tieWeights: Bool
    private let logitSoftCap: Double?
    private var reverseEmbeddings: QuantizedMatrix?

    init(config: Config) throws {
        tieWeights = try config.bool("tie_weights", default: true)
        logitSoftCap = try config.optionalDouble("logit_soft_cap")
        try super.init(config: config, roundsInputs: true)
    }

    public override var className: String { "ReversibleEmbedding" }
    public override var storedWeights: [Variable] {
        super.storedWeights + (reverseEmbeddings.map { [$0.values] + $0.scales } ?? [])
    }

    public override func build(_ input: Shape) throws {
        try super.build(input)
        guard !tieWeights else { return }
        reverseEmbeddings = QuantizedMatrix(
            self, "reverse_embeddings", rows: outputDim, columns: inputDim, packedAxis: 0, groupAxis: 0, isFirst: false)
    }

    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] { [nil] }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        guard arguments.isReverse else { return try super.call(inputs, context) }
        let vectors = try inputs.requireVectors(of: outputDim)
        let kernel = reverseEmbeddings?.real ?? table.transposed()
        let logits = product(vectors.cast(to: computeDType), axes: [-1]) { matmul($0, kernel) }
        return [logits.softlyCapped(at: logitSoftCap)]
    }
}
