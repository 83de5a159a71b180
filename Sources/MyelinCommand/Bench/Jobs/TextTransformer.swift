import Myelin

extension TrainingJob {
    /// Two transformer blocks (width 128, 4 heads, feed-forward 512) over texts of 128 words.
    static let textTransformer = TrainingJob(name: "text-transformer", batchSize: 32) {
        let words = Input(shape: [128], dtype: .int32)
        var x = Embedding(10_000, 128)(words)
        for _ in 0..<2 {
            let attended = MultiHeadAttention(heads: 4, keyDim: 32)(query: x, value: x)
            x = LayerNormalization()(Add()([x, attended]))
            let hidden = Dense(128)(Dense(512, activation: .relu)(x))
            x = LayerNormalization()(Add()([x, hidden]))
        }
        let y = Dense(1, activation: .sigmoid)(GlobalAveragePooling1D()(x))
        let model = try Model(inputs: words, outputs: y, seed: 1)
        model.compile(optimizer: Adam(), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    } data: {
        (
            Random.labels($0 * 128, below: 10_000).reshaped(to: [$0, 128]),
            Random.labels($0, below: 2).cast(to: .float32)
        )
    }
}
