import Myelin

/// Two ways to read a review.
enum Readers {
    /// Looks at which words are there, in any order: a vector with a 1 for each.
    static func multiHot(words: Int) throws -> Model {
        let model = try Sequential(seed: 1) {
            Input(shape: [words])
            Dense(16, activation: .relu)
            Dense(16, activation: .relu)
            Dense(1, activation: .sigmoid)
        }
        model.compile(optimizer: Adam(learningRate: 0.003), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }

    /// Reads word after word: each word becomes a vector that is learned, and an LSTM remembers what it has read.
    static func lstm(words: Int, length: Int, rate: Double) throws -> Model {
        let model = try Sequential(seed: 1) {
            Input(shape: [length])
            Embedding(words, 16)
            LSTM(16)
            Dense(1, activation: .sigmoid)
        }
        model.compile(optimizer: Adam(learningRate: rate), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }
}
