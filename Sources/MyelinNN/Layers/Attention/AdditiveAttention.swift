import MyelinCore

/// Attention with scores by a small network: `sum(scale * tanh(query + key))`. Keras: `AdditiveAttention`. Bahdanau et al.
/// 2015.
///
/// - Input and output shape: as `Attention`.
/// - Weights: scale (size), unless it is left out.
public final class AdditiveAttention: Attention {
    /// - Parameters:
    ///   - useScale: whether the factors of the sum are learned; else they are 1.
    ///   - dropout: the share of the scores that is dropped while training.
    ///   - seed: what dropout depends on; by default the model's seed.
    public init(useScale: Bool = true, dropout: Double = 0, seed: Int? = nil, name: String? = nil) {
        super.init(useScale: useScale, dropout: dropout, seed: seed, name: name)
    }

    override func makeWeights(size: Int) {
        if usesScale { scale = addWeight("scale", shape: [size], initializer: GlorotUniform()) }
    }

    override func scores(query: Tensor, key: Tensor) -> Tensor {
        let sums = tanh(query.expanded(at: -2) + key.expanded(at: -3))
        return (scale.map { sums * $0.value } ?? sums).sum(axes: [-1])
    }

    public override var config: ConfigObject {
        var config = super.config
        config["score_mode"] = nil
        return config
    }

    convenience init(config: Config) throws {
        self.init(
            useScale: try config.bool("use_scale", default: true), dropout: try config.double("dropout", default: 0),
            seed: config.seed(), name: try config.string("name"))
    }
}
