import MyelinCore

/// A layer whose vocabulary a model file keeps beside settings and weights, as `assets/…/vocabulary.txt`.
package protocol VocabularyKeeping: Layer {
    /// One token in a line; nil where the settings hold them.
    var vocabularyFile: String? { get }
    func read(vocabularyFile: String) throws
    /// Weights of the tokens, which Keras files by name (`vars/idf_weights`) and not by number.
    var tokenWeights: Tensor? { get }
    func read(tokenWeights: Tensor) throws
}
