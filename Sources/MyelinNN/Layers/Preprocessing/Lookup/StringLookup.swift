import MyelinCore
import MyelinData

/// Numbers texts by a vocabulary, or turns the numbers back into texts. Keras: `StringLookup`.
///
///     let lookup = StringLookup(vocabulary: ["cat", "dog"])
///     try lookup(["dog", "mouse"]).scalars(Int.self)   // [2, 0]
///
/// Without a vocabulary it is learned: `try lookup.adapt(texts)` takes the texts that occur, frequent ones first.
///
/// - Input shape: any, of text. Output: int64 of the same shape, or encoded as `CategoryEncoding` does; with `.tfIDF`
///   counts times the inverse document frequency. With `invert` numbers go in and text comes out.
public final class StringLookup: Layer, TextLayer, VocabularyKeeping {
    private let lookup: Lookup<TextToken>
    private let encoding: String

    /// - Parameters:
    ///   - vocabulary: the tokens in order, with the mask and out-of-vocabulary tokens in front or without them.
    ///   - maxTokens: the most tokens that `adapt` may take, special ones included.
    ///   - numOOVIndices: how many numbers there are for what is not in the vocabulary; with 0 it is an error.
    ///   - maskToken: a token that stands for nothing: number 0.
    ///   - oovToken: what a number of no token is turned back into.
    ///   - invert: whether numbers are turned back into tokens.
    ///   - padToMaxTokens: whether vectors have the size of `maxTokens` even if there are fewer.
    ///   - idfWeights: for `.tfIDF`, the weight of each token of the vocabulary.
    ///   - salt: two numbers for the hash that chooses among several numbers for unknown tokens.
    public convenience init(
        vocabulary: [String]? = nil, maxTokens: Int? = nil, numOOVIndices: Int = 1, maskToken: String? = nil,
        oovToken: String? = "[UNK]", invert: Bool = false, outputMode: OutputMode = .int, padToMaxTokens: Bool = false,
        idfWeights: [Double]? = nil, salt: [Int]? = nil, name: String? = nil
    ) {
        self.init(
            Lookup(
                LookupSettings(
                    maxTokens: maxTokens, numOOVIndices: numOOVIndices, maskToken: maskToken.map { TextToken($0) },
                    oovToken: oovToken.map { TextToken($0) }, inverts: invert, outputMode: outputMode,
                    padsToMaxTokens: padToMaxTokens, oovMethod: .floormod, salt: salt),
                vocabulary: vocabulary?.map { TextToken($0) }, weights: idfWeights), name: name)
    }

    init(_ lookup: Lookup<TextToken>, encoding: String = "utf-8", name: String?) {
        self.lookup = lookup
        self.encoding = encoding
        super.init(name: name)
    }

    /// All tokens in the order of their numbers, special ones first.
    public var vocabulary: [String] { lookup.vocabulary.map { $0?.line ?? "" } }

    /// Takes over a vocabulary, with the special tokens in front or without them.
    public func setVocabulary(_ tokens: [String], idfWeights: [Double]? = nil) throws {
        try located { try lookup.set(tokens.map { TextToken($0) }, weights: idfWeights?.map { Float($0) }) }
    }

    /// Learns the vocabulary from texts; each row is a document.
    public func adapt(_ texts: TextArray) throws {
        let width = texts.shape.rank < 2 ? 1 : max(texts.strings.count / max(texts.shape[0], 1), 1)
        let rows = stride(from: 0, to: texts.strings.count, by: width).map { Array(texts.strings[$0..<$0 + width]) }
        try adapt(documents: rows)
    }

    /// Learns the vocabulary from a list of texts, each a document.
    public func adapt(_ texts: [String]) throws { try adapt(TextArray(texts)) }

    func adapt(documents: [[String]]) throws {
        try located { try lookup.adapt(documents.map { $0.map { TextToken($0) } }) }
    }

    /// The output for texts, by itself without a model.
    public func callAsFunction(_ texts: TextArray) throws -> Tensor { try numbers(of: texts) }
    public func callAsFunction(_ texts: [String]) throws -> Tensor { try numbers(of: TextArray(texts)) }

    /// The texts of numbers, of a layer that inverts.
    public func texts(of numbers: Tensor) throws -> TextArray {
        guard let texts = try apply([.numbers(numbers)]).text else {
            throw MyelinError(.argument, "\(name): gives numbers; make it with invert for texts")
        }
        return texts
    }

    private func located(_ body: () throws -> Void) throws {
        do { try body() } catch let error as MyelinError { throw error.located(at: name) }
    }

    var givesText: Bool { lookup.settings.inverts }
    /// Where others are an error, a token of the vocabulary.
    func probe(words: Int) -> String { lookup.state.tokens.first?.line ?? "a" }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        throw MyelinError(.dtype, "expected text, got numbers of type \(x.dtype)")
    }

    func output(_ inputs: [DataArray]) throws -> DataArray {
        try lookup.check()
        if givesText {
            guard inputs.count == 1, let numbers = inputs[0].numbers else {
                throw MyelinError(.dtype, "expected one input of numbers, got text; this layer gives text")
            }
            let find = lookup.state.inverse()
            return .text(
                try TextArray(numbers.scalars(Int64.self).map { try find($0).line }, shape: numbers.shape))
        }
        return .numbers(try numbers(of: try inputs.onlyText().strings, shape: inputs[0].shape))
    }

    /// The output for texts of a shape.
    private func numbers(of texts: [String], shape: Shape) throws -> Tensor {
        let find = lookup.state.numbers()
        return try lookup.encoded(Tensor(texts.map { try find(TextToken($0)) }, shape: shape))
    }

    /// The output for rows of tokens of any length, the shorter ones filled up.
    ///
    /// - Parameter width: what rows of numbers are cut or filled up to; by default the longest row's length.
    func numbers(ofRows rows: [[String]], width: Int?) throws -> Tensor {
        try lookup.check()
        let find = lookup.state.numbers(), isNumbers = lookup.settings.outputMode == .int
        let width = (isNumbers ? width : nil) ?? rows.map(\.count).max() ?? 0
        var result = [Int64]()
        result.reserveCapacity(rows.count * width)
        for row in rows {
            for text in row.prefix(width) { result.append(try find(TextToken(text))) }
            // In numbers the rest is masked; in vectors it is no category.
            let rest = max(width - row.count, 0)
            result.append(contentsOf: repeatElement(isNumbers ? 0 : .max, count: rest))
        }
        return try lookup.encoded(Tensor(result, shape: [rows.count, width]))
    }

    var settings: LookupSettings<TextToken> { lookup.settings }

    public override var config: ConfigObject {
        lookup.config.merging(["encoding": .string(encoding)]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try Lookup(config, oovToken: TextToken("[UNK]")), encoding: try config.string("encoding", default: "utf-8"),
            name: try config.string("name", default: "string_lookup"))
    }

    package var vocabularyFile: String? { lookup.vocabularyFile }
    package func read(vocabularyFile text: String) throws { try lookup.read(vocabularyFile: text) }
    package var tokenWeights: Tensor? { lookup.tokenWeights }
    package func read(tokenWeights: Tensor) throws { try lookup.read(tokenWeights: tokenWeights) }
}
