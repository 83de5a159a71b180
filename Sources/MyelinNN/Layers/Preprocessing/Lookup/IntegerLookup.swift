import MyelinCore

/// Numbers whole numbers by a vocabulary. Keras: `IntegerLookup`.
///
///     let lookup = IntegerLookup(vocabulary: [12, 1138, 42])
///     try lookup(Tensor([42, 7] as [Int])).scalars(Int.self)   // [3, 0]
///
/// Without a vocabulary it is learned: `try lookup.adapt(data)` takes the numbers that occur, frequent ones first.
///
/// - Input shape: any. Output: int64 of the same shape, or encoded as `CategoryEncoding` does; with `.tfIDF` counts times
///   the inverse document frequency.
public final class IntegerLookup: Layer, VocabularyKeeping {
    private let lookup: Lookup<Int64>

    /// - Parameters:
    ///   - vocabulary: the tokens in order, with the mask and out-of-vocabulary tokens in front or without them.
    ///   - maxTokens: the most tokens that `adapt` may take, special ones included.
    ///   - numOOVIndices: how many numbers there are for what is not in the vocabulary; with 0 it is an error.
    ///   - maskToken: a token that stands for nothing: number 0.
    ///   - oovToken: what a number of no token is turned back into.
    ///   - invert: whether numbers are turned back into tokens.
    ///   - padToMaxTokens: whether vectors have the size of `maxTokens` even if there are fewer.
    ///   - idfWeights: for `.tfIDF`, the weight of each token of the vocabulary.
    ///   - oovMethod: which of several numbers a token gets that is not in the vocabulary.
    ///   - salt: two numbers for the hash, with `.farmhash`.
    public init(
        vocabulary: [Int]? = nil, maxTokens: Int? = nil, numOOVIndices: Int = 1, maskToken: Int? = nil,
        oovToken: Int? = -1, invert: Bool = false, outputMode: OutputMode = .int, padToMaxTokens: Bool = false,
        idfWeights: [Double]? = nil, oovMethod: OOVMethod = .floormod, salt: [Int]? = nil, name: String? = nil
    ) {
        lookup = Lookup(
            LookupSettings(
                maxTokens: maxTokens, numOOVIndices: numOOVIndices, maskToken: maskToken.map { Int64($0) },
                oovToken: oovToken.map { Int64($0) }, inverts: invert, outputMode: outputMode,
                padsToMaxTokens: padToMaxTokens, oovMethod: oovMethod, salt: salt),
            vocabulary: vocabulary?.map { Int64($0) }, weights: idfWeights)
        super.init(name: name)
    }

    /// All tokens in the order of their numbers, special ones first.
    public var vocabulary: [Int] { lookup.vocabulary.map { Int($0 ?? -1) } }

    /// Takes over a vocabulary, with the special tokens in front or without them.
    public func setVocabulary(_ tokens: [Int], idfWeights: [Double]? = nil) throws {
        try located { try lookup.set(tokens.map { Int64($0) }, weights: idfWeights?.map { Float($0) }) }
    }

    /// Learns the vocabulary from data; each row is a document.
    public func adapt(_ data: Tensor) throws {
        try located {
            let tokens = try data.scalars(Int64.self)
            let width = data.rank < 2 ? 1 : max(data.count / max(data.shape[0], 1), 1)
            try lookup.adapt(stride(from: 0, to: tokens.count, by: width).map { Array(tokens[$0..<$0 + width]) })
        }
    }

    private func located(_ body: () throws -> Void) throws {
        do { try body() } catch let error as MyelinError { throw error.located(at: name) }
    }

    public override func build(_ inputs: [Shape]) throws { try lookup.check() }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let state = lookup.state, name = name
        let function = HostFunction("look up") {
            ($0[0].shape, .int64)
        } body: { inputs, output in
            let result = output.elements(as: Int64.self)
            let find = state.settings.inverts ? state.inverse() : state.numbers()
            do {
                try inputs[0].forEachInteger { result[$0] = try find($1) }
            } catch let error as MyelinError { throw error.located(at: name) }
        }
        let encoded = try lookup.encoded(function(x))
        return lookup.settings.outputMode == .int ? encoded : encoded.cast(to: computeDType)
    }

    public override var config: ConfigObject {
        lookup.config.merging(["vocabulary_dtype": "int64"]) { $1 }
    }

    override var policies: [DTypePolicy] { DTypePolicy.all + [.int64] }

    init(config: Config) throws {
        lookup = try Lookup(config, oovToken: -1)
        super.init(name: try config.string("name"))
    }

    package var vocabularyFile: String? { lookup.vocabularyFile }
    package func read(vocabularyFile text: String) throws { try lookup.read(vocabularyFile: text) }
    package var tokenWeights: Tensor? { lookup.tokenWeights }
    package func read(tokenWeights: Tensor) throws { try lookup.read(tokenWeights: tokenWeights) }
}
