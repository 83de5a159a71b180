import MyelinCore

extension Architectures {
    /// A small transformer that tells texts apart. Vaswani et al. 2017, "Attention is all you need": its encoder, with
    /// learned positions and the mean of all places before the classifier.
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | embeddings of words and of places, added | 200×32 | 640,000 + 6,400 |
    /// | attention with 2 heads of size 32, dropout; added to its input, layer normalization | 200×32 | 8,416 + 64 |
    /// | dense 32, relu; dense 32, dropout; added to its input, layer normalization | 200×32 | 2,112 + 64 |
    /// | mean of the places, dropout, dense 20, relu, dropout | 20 | 660 |
    /// | dense `classes`, softmax | 2 | 42 |
    ///
    /// 657,758 parameters, as in Keras' example "Text classification with Transformer" (Nandan, 2020). The embedding of
    /// places looks up the numbers 0, 1, 2, …, which are counted in the graph, since the network's one input are the
    /// words.
    ///
    /// - Parameters:
    ///   - vocabulary: how many different words there are, with those that stand for none or unknown ones.
    ///   - length: places of a text.
    ///   - classes: with one class the last layer is a single sigmoid, for the binary cross-entropy.
    ///   - width: size of the vectors that stand for words.
    ///   - heads: of the attention.
    ///   - keyDim: size of queries and keys in each head; by default `width`, as in the example. `width / heads` is what the
    ///     paper has.
    ///   - feedForward: units of the dense layer inside a block.
    ///   - blocks: how many.
    ///   - units: of the dense layer before the last.
    ///   - dropout: the share that is dropped in each place that drops.
    ///   - activation: of the dense layers.
    ///   - seed: what the first weights depend on.
    public static func transformerClassifier(
        vocabulary: Int = 20_000, length: Int = 200, classes: Int = 2, width: Int = 32, heads: Int = 2,
        keyDim: Int? = nil, feedForward: Int = 32, blocks: Int = 1, units: Int = 20, dropout: Double = 0.1,
        activation: any Activation = .relu, seed: Int? = nil
    ) throws -> Model {
        let words = Input(shape: [length], dtype: .int32, name: "words")
        let places = try drawn("Subtract", drawn("Cumsum", drawn("OnesLike", words.symbolic), ["axis": 1]), 1)
        var x = Add()([
            Embedding(vocabulary, width, name: "word_embedding")(words),
            Embedding(length, width, name: "place_embedding")(places),
        ])
        for _ in 0..<blocks {
            let attended = MultiHeadAttention(heads: heads, keyDim: keyDim ?? width)(query: x, value: x)
            x = LayerNormalization(epsilon: 1e-6)(Add()([x, Dropout(dropout)(attended)]))
            let fed = x.through(Dense(feedForward, activation: activation), Dense(width), Dropout(dropout))
            x = LayerNormalization(epsilon: 1e-6)(Add()([x, fed]))
        }
        x = x.through(
            GlobalAveragePooling1D(), Dropout(dropout), Dense(units, activation: activation), Dropout(dropout),
            textTop(classes))
        return try Model(inputs: words, outputs: x, name: "transformer_classifier", seed: seed)
    }

    /// The last layer of a classifier of texts.
    static func textTop(_ classes: Int) -> Dense {
        Dense(classes, activation: classes == 1 ? .sigmoid : .softmax, name: "predictions")
    }

    /// Draws one of Keras' operations on a tensor, and on a number where there is one.
    private static func drawn(
        _ className: String, _ x: SymbolicTensor, _ settings: ConfigObject = [:], _ number: Int? = nil
    ) throws -> SymbolicTensor {
        let layer = try OperationLayer(className, module: "keras.src.ops.numpy", settings: settings)
        let operands = [.tensor(0)] + (number.map { [CallArgument.literal(.int($0))] } ?? [])
        return LayerCall(layer, [x], CallArguments(positional: operands)).outputs[0]
    }

    private static func drawn(_ className: String, _ x: SymbolicTensor, _ number: Int) throws -> SymbolicTensor {
        try drawn(className, x, [:], number)
    }
}
