import MyelinCore
import MyelinData

/// What `IntegerLookup` and `StringLookup` share. Keras: `IndexLookup`.
final class Lookup<Token: LookupToken> {
    let state: LookupState<Token>
    /// A vocabulary that the layer was made with; it stands in its settings, any other in a file beside them.
    private let givenVocabulary: [Token]?
    private let givenWeights: [Double]?
    /// Why the vocabulary or the settings cannot be; thrown when the layer is used.
    private var problem: MyelinError?
    /// The number of tokens once there has been a vocabulary; of a loaded layer what its settings say.
    private(set) var vocabularySize: Int?
    /// Weights of the categories (`.tfIDF`): a variable, so that compiled steps see what `adapt` writes.
    private var weights: Variable?
    private var knowsWeights = false

    var settings: LookupSettings<Token> { state.settings }

    init(
        _ settings: LookupSettings<Token>, vocabulary: [Token]?, weights: [Double]?, vocabularySize: Int? = nil
    ) {
        state = LookupState(settings)
        givenVocabulary = vocabulary
        givenWeights = weights
        self.vocabularySize = vocabularySize
        do {
            try settings.check()
            if let vocabulary { try set(vocabulary, weights: weights?.map { Float($0) }) }
            if weights != nil, settings.outputMode != .tfIDF {
                throw MyelinError(.argument, "idfWeights: only outputMode tf_idf uses them")
            }
        } catch let failure {
            problem = failure as? MyelinError
        }
    }

    /// Throws if the layer cannot be used as it was made.
    func check() throws {
        if let problem { throw problem }
        guard settings.outputMode == .int || depth > 0 else {
            throw MyelinError(
                .argument, "outputMode \(settings.outputMode.rawValue) needs a vocabulary first; give it, or call adapt"
            )
        }
    }

    /// The number of categories in the output.
    private var depth: Int { (settings.padsToMaxTokens ? settings.maxTokens : vocabularySize) ?? 0 }

    // MARK: The vocabulary

    /// All tokens with the special ones in front; nil for a special token that there is not.
    var vocabulary: [Token?] { state.allTokens }

    func set(_ tokens: [Token], weights: [Float]? = nil) throws {
        let weighs = settings.outputMode == .tfIDF
        guard (weights != nil) == weighs else {
            throw MyelinError(
                .argument,
                weighs ? "idfWeights: outputMode tf_idf needs them" : "idfWeights: only outputMode tf_idf uses them")
        }
        if let weights, weights.count != tokens.count {
            throw MyelinError(
                .argument, "idfWeights: expected \(tokens.count), one for each token, got \(weights.count)")
        }
        let hasSpecial = try state.set(tokens)
        vocabularySize = state.tokens.count + settings.tokenStart
        if let weights { try setWeights(hasSpecial ? state.padded(behind: weights) : state.padded(weights)) }
    }

    func adapt(_ documents: [[Token]]) throws {
        if let problem { throw problem }
        guard givenVocabulary == nil else {
            throw MyelinError(.argument, "the vocabulary is given; there is nothing to adapt")
        }
        let weights = try state.adapt(documents)
        vocabularySize = state.tokens.count + settings.tokenStart
        if let weights { try setWeights(weights) }
    }

    private func setWeights(_ values: [Float]) throws {
        if weights == nil || weights!.shape.count != values.count {
            weights = Variable(zeros: TensorType([values.count], .float32), name: "idf_weights", trainable: false)
        }
        try weights!.assign(Tensor(values))
        knowsWeights = true
    }

    // MARK: The output

    /// The output for the numbers of tokens: themselves, or what the output mode makes of them.
    func encoded(_ numbers: Tensor) throws -> Tensor {
        try check()
        let encoded = settings.outputMode.encoded(numbers, depth: depth)
        guard settings.outputMode == .tfIDF else { return encoded }
        if weights == nil {
            weights = Variable(zeros: TensorType([depth], .float32), name: "idf_weights", trainable: false)
        }
        guard weights!.shape.count == depth else {
            throw MyelinError(.shape, "there are \(weights!.shape.count) idf weights for \(depth) categories")
        }
        return encoded * weights!.value
    }

    // MARK: Files

    var config: ConfigObject {
        settings.config.merging([
            "vocabulary": givenVocabulary.map { .array($0.map(\.configValue)) } ?? .null,
            "idf_weights": givenWeights.map { ConfigValue($0) } ?? .null,
            "vocabulary_size": ConfigValue(vocabularySize),
        ]) { $1 }
    }

    convenience init(_ config: Config, oovToken: Token) throws {
        var vocabulary: [Token]?
        if case .array(let elements)? = config.values["vocabulary"] {
            vocabulary = try elements.map { element in
                guard let token = Token(element) else {
                    throw MyelinError(.file, "\(config.owner): vocabulary: got \(element)")
                }
                return token
            }
        } else if config.has("vocabulary") {
            throw MyelinError(
                .file, "\(config.owner): vocabulary: expected a list, got \(config.values["vocabulary"]!)")
        }
        let size = try config.optionalInt("vocabulary_size")
        guard (0...1 << 31).contains(size ?? 0) else {
            throw MyelinError(.file, "\(config.owner): vocabulary_size: got \(size!)")
        }
        self.init(
            try LookupSettings(config, oovToken: oovToken), vocabulary: vocabulary,
            weights: try config.doubles("idf_weights"), vocabularySize: size)
        if let problem { throw problem.located(at: config.owner) }
    }

    /// One token in a line, special ones first; nil where the settings hold the vocabulary.
    var vocabularyFile: String? {
        guard givenVocabulary == nil else { return nil }
        return vocabulary.map { $0?.line ?? "" }.joined(separator: "\n")
    }

    func read(vocabularyFile text: String) throws {
        guard givenVocabulary == nil else { return }
        var lines = TextLines.split(text)
        while lines.last == "" { lines.removeLast() }
        guard !lines.isEmpty else { return }
        let tokens = try lines.enumerated().map { number, line in
            guard let token = Token(line: line) else {
                throw MyelinError(.file, "line \(number + 1): expected a whole number, got '\(line.prefix(40))'")
            }
            return token
        }
        // The weights have been read from the file of weights, for the tokens as they stand here.
        let size = vocabularySize
        let hasSpecial = try state.set(tokens)
        vocabularySize = state.tokens.count + settings.tokenStart
        guard settings.outputMode == .int || size == nil || size == vocabularySize || settings.padsToMaxTokens,
            hasSpecial || settings.tokenStart == 0 || size == nil || size == vocabularySize
        else {
            throw MyelinError(.file, "has \(vocabularySize!) tokens, the settings say \(size!)")
        }
    }

    /// The weights of the categories, for the file of weights.
    var tokenWeights: Tensor? { settings.outputMode == .tfIDF && knowsWeights ? weights?.value : nil }

    func read(tokenWeights: Tensor) throws {
        guard settings.outputMode == .tfIDF else { return }
        try setWeights(try tokenWeights.scalars(Float.self))
    }
}

/// Lines as Python's universal newlines have them.
enum TextLines {
    static func split(_ text: String) -> [String] {
        // By bytes: to Swift "\r\n" is one character.
        var lines: [String] = []
        var line: [UInt8] = [], previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous == 0x0D {
            } else if byte == 0x0A || byte == 0x0D {
                lines.append(String(decoding: line, as: UTF8.self))
                line = []
            } else {
                line.append(byte)
            }
            previous = byte
        }
        if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }
}
