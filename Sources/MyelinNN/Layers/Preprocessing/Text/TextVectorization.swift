import MyelinCore
import MyelinData

/// Turns texts into numbers of words, or into vectors over a vocabulary. Keras: `TextVectorization`.
///
///     let vectorizer = TextVectorization(maxTokens: 10_000, outputSequenceLength: 200)
///     try vectorizer.adapt(texts)
///     let model = try Sequential {
///         Input.text(shape: [])
///         vectorizer
///         …
///     }
///     try model.predict(["a fine film", "dull"])
///
/// A text is standardized, split into words, and these into runs of several (`ngrams`); each has a number: 0 is padding, 1
/// stands for what is not in the vocabulary.
///
/// - Input shape: (batch,) or (batch, 1), of text; without splitting any.
/// - Output: int64 (batch, length): `outputSequenceLength`, or that of the longest text among all that were given at once.
///   With other output modes (batch, size of the vocabulary).
public final class TextVectorization: Layer, TextLayer, VocabularyKeeping {
    public let standardize: TextStandardization?
    public let split: TextSplit?
    /// The lengths of the runs of words, in this order.
    public let ngrams: [Int]?
    public let outputSequenceLength: Int?
    private let lookup: StringLookup
    private let plain: PlainSettings

    /// Settings that mean nothing here and are written as they were read.
    private struct PlainSettings {
        var encoding = "utf-8"
        var ngrams = ConfigValue.null
    }

    /// - Parameters:
    ///   - maxTokens: the most tokens that `adapt` may take, padding and unknown included.
    ///   - standardize: what is done to each text first.
    ///   - split: how it is divided; nil takes it for one token.
    ///   - ngrams: lengths of runs of tokens that count as tokens; `[1, 2]` takes single ones and pairs.
    ///   - outputMode: numbers, or vectors (`.multiHot`, `.count`, `.tfIDF`).
    ///   - outputSequenceLength: with `.int`, what each text's numbers are cut or filled up to.
    ///   - padToMaxTokens: whether vectors have the size of `maxTokens` even if there are fewer.
    ///   - vocabulary: the tokens, if they are known.
    ///   - idfWeights: for `.tfIDF`, the weight of each token of the vocabulary.
    public convenience init(
        maxTokens: Int? = nil, standardize: TextStandardization? = .lowerAndStripPunctuation,
        split: TextSplit? = .whitespace, ngrams: [Int]? = nil, outputMode: OutputMode = .int,
        outputSequenceLength: Int? = nil, padToMaxTokens: Bool = false, vocabulary: [String]? = nil,
        idfWeights: [Double]? = nil, name: String? = nil
    ) {
        let lookup = Lookup(
            Self.settings(maxTokens, outputMode, padToMaxTokens), vocabulary: vocabulary?.map { TextToken($0) },
            weights: idfWeights)
        self.init(
            standardize, split, ngrams, outputSequenceLength, StringLookup(lookup, name: nil),
            PlainSettings(ngrams: ngrams.map { ConfigValue($0) } ?? .null), name: name)
    }

    private static func settings(_ maxTokens: Int?, _ mode: OutputMode, _ pads: Bool) -> LookupSettings<TextToken> {
        LookupSettings(
            maxTokens: maxTokens, numOOVIndices: 1, maskToken: TextToken(""), oovToken: TextToken("[UNK]"),
            inverts: false, outputMode: mode, padsToMaxTokens: pads, oovMethod: .floormod, salt: nil)
    }

    private init(
        _ standardize: TextStandardization?, _ split: TextSplit?, _ ngrams: [Int]?, _ length: Int?,
        _ lookup: StringLookup, _ plain: PlainSettings, name: String?
    ) {
        self.standardize = standardize
        self.split = split
        self.ngrams = ngrams
        outputSequenceLength = length
        self.lookup = lookup
        self.plain = plain
        super.init(name: name)
    }

    private var outputMode: OutputMode { lookup.settings.outputMode }

    /// All tokens in the order of their numbers, padding and unknown first.
    public var vocabulary: [String] { lookup.vocabulary }

    /// Takes over a vocabulary, with padding and unknown in front or without them.
    public func setVocabulary(_ tokens: [String], idfWeights: [Double]? = nil) throws {
        try lookup.setVocabulary(tokens, idfWeights: idfWeights)
    }

    /// Learns the vocabulary from texts: the most frequent tokens.
    public func adapt(_ texts: TextArray) throws {
        do {
            try check()
            try lookup.adapt(documents: try rows(of: texts))
        } catch let error as MyelinError { throw error.located(at: name) }
    }

    public func adapt(_ texts: [String]) throws { try adapt(TextArray(texts)) }

    /// The output for texts, by itself without a model.
    public func callAsFunction(_ texts: TextArray) throws -> Tensor { try numbers(of: texts) }
    public func callAsFunction(_ texts: [String]) throws -> Tensor { try numbers(of: TextArray(texts)) }

    public override var sublayers: [Layer] { [lookup] }
    public override var folders: [(path: String, layer: Layer)] { [("_lookup_layer", lookup)] }

    // MARK: Working on text

    private func check() throws {
        guard outputMode == .int || outputSequenceLength == nil else {
            throw MyelinError(
                .argument, "outputSequenceLength: only outputMode int has one, not \(outputMode.rawValue)")
        }
        guard (0...1 << 31).contains(outputSequenceLength ?? 0) else {
            throw MyelinError(.argument, "outputSequenceLength: expected at least 0, got \(outputSequenceLength!)")
        }
        guard ngrams?.allSatisfy({ (1...1 << 16).contains($0) }) ?? true, ngrams?.isEmpty != true else {
            throw MyelinError(.argument, "ngrams: expected lengths of at least 1, got \(ngrams!)")
        }
        guard outputMode != .oneHot else {
            throw MyelinError(.argument, "outputMode: expected int, multi_hot, count or tf_idf, got one_hot")
        }
    }

    /// The tokens of each text.
    private func rows(of texts: TextArray) throws -> [[String]] {
        let standard = standardize.map { standardize in texts.strings.map(standardize.apply) } ?? texts.strings
        var rows: [[String]]
        if let split {
            guard texts.shape.rank == 1 || texts.shape.sizes.dropFirst().allSatisfy({ $0 == 1 }) else {
                throw MyelinError(.shape, "expected texts of shape (batch,) or (batch, 1), got \(texts.shape)")
            }
            rows = standard.map(split.apply)
        } else {
            let width = texts.shape.rank < 2 ? 1 : texts.strings.count / max(texts.shape[0], 1)
            rows = stride(from: 0, to: standard.count, by: max(width, 1)).map { Array(standard[$0..<$0 + width]) }
        }
        if let ngrams { rows = rows.map { Self.runs(of: $0, lengths: ngrams) } }
        return rows
    }

    private static func runs(of tokens: [String], lengths: [Int]) -> [String] {
        lengths.flatMap { length in
            stride(from: 0, through: tokens.count - length, by: 1).map {
                tokens[$0..<$0 + length].joined(separator: " ")
            }
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        throw MyelinError(.dtype, "expected text, got numbers of type \(x.dtype)")
    }

    func output(_ inputs: [DataArray]) throws -> DataArray {
        try check()
        let texts = try inputs.onlyText()
        let numbers = try lookup.numbers(ofRows: try rows(of: texts), width: outputSequenceLength)
        // As Keras: single texts that are not split have single numbers.
        let isSingle = split == nil && ngrams == nil && texts.shape.rank == 1 && outputMode == .int
        return .numbers(isSingle && outputSequenceLength == nil ? numbers.reshaped(to: texts.shape) : numbers)
    }

    // MARK: Files

    public override var config: ConfigObject {
        let inner = lookup.config
        var config: ConfigObject = [
            "standardize": ConfigValue(standardize?.rawValue), "split": ConfigValue(split?.rawValue),
            "ngrams": plain.ngrams, "output_sequence_length": ConfigValue(outputSequenceLength),
            "ragged": false, "encoding": .string(plain.encoding),
        ]
        for key in [
            "max_tokens", "output_mode", "pad_to_max_tokens", "sparse", "vocabulary", "idf_weights", "vocabulary_size",
        ] { config[key] = inner[key] }
        return config
    }

    convenience init(config: Config) throws {
        guard try !config.bool("ragged", default: false) else {
            throw MyelinError(.file, "\(config.owner): ragged tensors are not supported")
        }
        var inside = config
        inside.values["mask_token"] = ""
        inside.values["oov_token"] = "[UNK]"
        let ngrams = try config.ngrams()
        self.init(
            try config.textSetting("standardize", default: .lowerAndStripPunctuation),
            try config.textSetting("split", default: .whitespace), ngrams.lengths,
            try config.optionalInt("output_sequence_length"),
            StringLookup(try Lookup(inside, oovToken: TextToken("[UNK]")), name: nil),
            PlainSettings(encoding: try config.string("encoding", default: "utf-8"), ngrams: ngrams.written),
            name: try config.string("name"))
        do { try check() } catch let error as MyelinError { throw error.located(at: config.owner) }
    }

    package var vocabularyFile: String? { lookup.vocabularyFile }
    package func read(vocabularyFile text: String) throws { try lookup.read(vocabularyFile: text) }
    package var tokenWeights: Tensor? { lookup.tokenWeights }
    package func read(tokenWeights: Tensor) throws { try lookup.read(tokenWeights: tokenWeights) }
}

extension Config {
    /// A word that stands for a way to treat text, or nothing; Python functions cannot be.
    fileprivate func textSetting<Choice: RawRepresentable & CaseIterable>(_ key: String, default fallback: Choice)
        throws
        -> Choice? where Choice.RawValue == String
    {
        switch values[key] {
        case .null?: return nil
        case .string?, nil: return try choice(key, default: fallback)
        default: throw MyelinError(.file, "\(owner): \(key): a function of Python's cannot be used here")
        }
    }

    /// Lengths of runs: a number n for 1 to n, a list, or a tuple of Keras'.
    fileprivate func ngrams() throws -> (lengths: [Int]?, written: ConfigValue) {
        var value = values["ngrams"] ?? .null
        if case .object(let fields) = value, let items = fields["items"] { value = items }
        switch value {
        case .null: return (nil, value)
        case .int(let most) where (1...1 << 16).contains(most): return (Array(1...most), value)
        case .array(let parts):
            let lengths = parts.compactMap { if case .int(let length) = $0 { length } else { nil } }
            if lengths.count == parts.count { return (lengths, value) }
        default: break
        }
        throw MyelinError(.file, "\(owner): ngrams: expected a number or numbers of at least 1, got \(value)")
    }
}
