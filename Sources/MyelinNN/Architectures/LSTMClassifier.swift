import MyelinCore

extension Architectures {
    /// A recurrent network that tells texts apart: it reads word by word and judges by what it remembers at the end.
    /// Hochreiter, Schmidhuber 1997, "Long short-term memory".
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | embedding of the words | length×128 | 2,560,000 |
    /// | LSTM, 128 units | 128 | 131,584 |
    /// | dense, sigmoid | 1 | 129 |
    ///
    /// 2,691,713 parameters, as in Keras' example `imdb_lstm` of 20,000 words.
    ///
    /// - Parameters:
    ///   - vocabulary: how many different words there are, with those that stand for none or unknown ones.
    ///   - length: words of a text; nil for any. Texts of one batch have the same.
    ///   - classes: with one class the last layer is a single sigmoid, for the binary cross-entropy.
    ///   - width: size of the vectors that stand for words.
    ///   - units: of each LSTM; several stand one behind the other.
    ///   - bidirectional: whether each also reads from the end to the beginning.
    ///   - maskZero: whether 0 stands for "no word" and is skipped.
    ///   - dropout: the share of an LSTM's inputs that is dropped; the example has 0.2.
    ///   - recurrentDropout: the share of its own last outputs that is dropped; the example has 0.2.
    ///   - seed: what the first weights depend on.
    public static func lstmClassifier(
        vocabulary: Int = 20_000, length: Int? = nil, classes: Int = 1, width: Int = 128, units: [Int] = [128],
        bidirectional: Bool = false, maskZero: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0,
        seed: Int? = nil
    ) throws -> Model {
        try Sequential(name: "lstm_classifier", seed: seed) {
            Input(shape: [length], dtype: .int32, name: "words")
            Embedding(vocabulary, width, maskZero: maskZero)
            for (place, count) in units.enumerated() {
                let lstm = LSTM(
                    count, dropout: dropout, recurrentDropout: recurrentDropout,
                    returnSequences: place + 1 < units.count)
                if bidirectional { Bidirectional(lstm) } else { lstm }
            }
            textTop(classes)
        }
    }
}
