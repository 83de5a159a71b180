import MyelinCore

/// Where the number of a token outside of the vocabulary comes from, if there are several for those. Keras: `oov_method`.
public enum OOVMethod: String, CaseIterable, Sendable {
    /// The remainder of a whole number.
    case floormod
    /// A hash.
    case farmhash
}

/// What a lookup layer is made with.
struct LookupSettings<Token: LookupToken>: Sendable {
    var maxTokens: Int?
    var numOOVIndices: Int
    var maskToken: Token?
    var oovToken: Token?
    var inverts: Bool
    var outputMode: OutputMode
    var padsToMaxTokens: Bool
    var oovMethod: OOVMethod
    var salt: [Int]?
    var isSparse = false

    /// The number of the first token that is not in the vocabulary: 0 is the mask's.
    var oovStart: Int { maskToken != nil && outputMode == .int ? 1 : 0 }
    /// The number of the vocabulary's first token.
    var tokenStart: Int { oovStart + numOOVIndices }
    /// What a saved vocabulary begins with.
    var specialTokens: [Token?] {
        [Token?](repeating: maskToken, count: oovStart) + [Token?](repeating: oovToken, count: numOOVIndices)
    }

    /// - Throws: `MyelinError` for settings that contradict each other.
    func check() throws {
        func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
            if !condition { throw MyelinError(.argument, message()) }
        }
        try require(maxTokens ?? 2 > 1, "maxTokens: expected more than 1, got \(maxTokens!)")
        try require(
            (0...1 << 31).contains(numOOVIndices), "numOOVIndices: expected at least 0, got \(numOOVIndices)")
        try require(
            maxTokens ?? tokenStart >= tokenStart,
            "maxTokens: \(maxTokens ?? 0) leave no room beside \(tokenStart) special tokens")
        try require(!padsToMaxTokens || maxTokens != nil, "padToMaxTokens needs maxTokens")
        try require(!inverts || outputMode == .int, "invert: expected outputMode int, got \(outputMode.rawValue)")
        try require(
            salt == nil || oovMethod == .farmhash || Token.self == TextToken.self,
            "salt: whole numbers use it with oovMethod farmhash alone")
        _ = try TextHash(salt: salt)
    }

    var config: ConfigObject {
        [
            "invert": .bool(inverts), "max_tokens": ConfigValue(maxTokens), "num_oov_indices": .int(numOOVIndices),
            "oov_token": oovToken?.configValue ?? .null, "mask_token": maskToken?.configValue ?? .null,
            "output_mode": .string(outputMode.rawValue), "sparse": .bool(isSparse),
            "pad_to_max_tokens": .bool(padsToMaxTokens), "oov_method": .string(oovMethod.rawValue),
            "salt": salt.map { ConfigValue($0) } ?? .null,
        ]
    }

    init(
        maxTokens: Int?, numOOVIndices: Int, maskToken: Token?, oovToken: Token?, inverts: Bool, outputMode: OutputMode,
        padsToMaxTokens: Bool, oovMethod: OOVMethod, salt: [Int]?
    ) {
        self.maxTokens = maxTokens
        self.numOOVIndices = numOOVIndices
        self.maskToken = maskToken
        self.oovToken = oovToken
        self.inverts = inverts
        self.outputMode = outputMode
        self.padsToMaxTokens = padsToMaxTokens
        self.oovMethod = oovMethod
        self.salt = salt?.count == 1 ? [salt![0], salt![0]] : salt
    }

    init(_ config: Config, oovToken: Token) throws {
        func token(_ key: String) throws -> Token? {
            guard config.has(key) else { return nil }
            guard let token = Token(config.values[key]!) else {
                throw MyelinError(.file, "\(config.owner): \(key): got \(config.values[key]!)")
            }
            return token
        }
        self.init(
            maxTokens: try config.optionalInt("max_tokens"),
            numOOVIndices: try config.int("num_oov_indices", default: 1), maskToken: try token("mask_token"),
            oovToken: config.values["oov_token"] == nil ? oovToken : try token("oov_token"),
            inverts: try config.bool("invert", default: false),
            outputMode: try config.outputMode(OutputMode.allCases, default: .int),
            padsToMaxTokens: try config.bool("pad_to_max_tokens", default: false),
            oovMethod: try config.choice("oov_method", default: OOVMethod.floormod), salt: try config.salt())
        isSparse = try config.isSparse()
        do { try check() } catch let error as MyelinError { throw error.located(at: config.owner) }
    }
}
