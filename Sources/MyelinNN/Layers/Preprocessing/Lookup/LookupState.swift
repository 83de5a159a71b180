import Foundation
import MyelinCore
import MyelinData

/// The vocabulary of a lookup layer and its settings; compiled steps read it.
///
/// With a mask token that has number 0 (where numbers are the output); then come `numOOVIndices` numbers for what is not in
/// the vocabulary, then the vocabulary.
final class LookupState<Token: LookupToken>: Sendable {
    struct Vocabulary: Sendable {
        var tokens: [Token] = []
        var places: [Token: Int] = [:]
    }

    let settings: LookupSettings<Token>
    private let hash: TextHash?
    private let vocabulary = Adapted(Vocabulary())

    init(_ settings: LookupSettings<Token>) {
        self.settings = settings
        hash = try? TextHash(salt: settings.salt)
    }

    var tokens: [Token] { vocabulary.value.tokens }

    /// Tokens with the special ones in front, as a file has them.
    var allTokens: [Token?] { settings.specialTokens + tokens.map { $0 } }

    /// - Parameter given: with the special tokens in front or without them.
    /// - Returns: whether it had the special tokens.
    @discardableResult
    func set(_ given: [Token]) throws -> Bool {
        guard !given.isEmpty else { throw MyelinError(.argument, "vocabulary: expected tokens, got none") }
        let special = settings.specialTokens
        let hasSpecial = given.count >= special.count && zip(special, given).allSatisfy { $0 == $1 }
        let tokens = Array(given.dropFirst(hasSpecial ? special.count : 0))
        var places: [Token: Int] = [:]
        for (place, token) in tokens.enumerated() where places.updateValue(place, forKey: token) != nil {
            throw MyelinError(.argument, "vocabulary: '\(token.line)' occurs twice")
        }
        for reserved in [settings.maskToken, settings.inverts ? settings.oovToken : nil] {
            if let reserved, places[reserved] != nil {
                throw MyelinError(
                    .argument, "vocabulary: '\(reserved.line)' is a special token; leave those out, or put all in front"
                )
            }
        }
        if let most = settings.maxTokens, tokens.count + settings.tokenStart > most {
            throw MyelinError(
                .argument,
                "vocabulary: \(tokens.count) tokens and \(settings.tokenStart) special ones are more than maxTokens \(most)"
            )
        }
        vocabulary.value = Vocabulary(tokens: tokens, places: places)
        return hasSpecial
    }

    // MARK: Looking up

    /// A function from tokens to their numbers, over the vocabulary as it is now.
    func numbers() -> (Token) throws -> Int64 {
        let vocabulary = vocabulary.value, settings = settings, start = settings.tokenStart
        // Where the output is a vector the mask is no category: beyond all of them.
        let mask: Int64 = settings.outputMode == .int ? 0 : .max
        return { [self] token in
            if token == settings.maskToken { return mask }
            if let place = vocabulary.places[token] { return Int64(start + place) }
            return try oov(token)
        }
    }

    private func oov(_ token: Token) throws -> Int64 {
        let count = settings.numOOVIndices, start = Int64(settings.oovStart)
        switch count {
        case 0:
            throw MyelinError(
                .data, "'\(token.line)' is not in the vocabulary; numOOVIndices 1 would give such tokens a number")
        case 1: return start
        default:
            if settings.oovMethod == .floormod, let rest = token.remainder(by: count) { return start + rest }
            return start + (hash?.bucket(token.line, of: count) ?? 0)
        }
    }

    /// A function from numbers to their tokens, for layers that invert.
    func inverse() -> (Int64) throws -> Token {
        let tokens = vocabulary.value.tokens, settings = settings, start = Int64(settings.tokenStart)
        return { number in
            if number == 0, let mask = settings.maskToken { return mask }
            if number >= start, number - start < Int64(tokens.count) { return tokens[Int(number - start)] }
            guard let oov = settings.oovToken else {
                throw MyelinError(.data, "\(number) is no token's number, and there is no oovToken")
            }
            return oov
        }
    }

    // MARK: Learning

    /// Takes the most frequent tokens of documents for the vocabulary; among equally frequent ones the last in order.
    ///
    /// - Returns: the inverse document frequencies, with the special tokens', if the output mode asks for them.
    func adapt(_ documents: [[Token]]) throws -> [Float]? {
        var counts: [Token: Int] = [:], documentCounts: [Token: Int] = [:]
        let weighs = settings.outputMode == .tfIDF
        for document in documents {
            for token in document { counts[token, default: 0] += 1 }
            if weighs { for token in Set(document) { documentCounts[token, default: 0] += 1 } }
        }
        for special in [settings.maskToken, settings.oovToken] { if let special { counts[special] = nil } }
        guard !counts.isEmpty else {
            vocabulary.value = Vocabulary()
            return nil
        }
        var tokens = counts.sorted { $0.value != $1.value ? $0.value > $1.value : Token.precedes($1.key, $0.key) }
            .map(\.key)
        if let most = settings.maxTokens { tokens = Array(tokens.prefix(max(most - settings.tokenStart, 0))) }
        try set(tokens)
        guard weighs else { return nil }
        let learned = tokens.map { Float(log(1 + Double(documents.count) / Double(1 + documentCounts[$0]!))) }
        return padded(learned)
    }

    /// Weights for the special tokens in front (the mean), and zeros up to `maxTokens`.
    func padded(_ weights: [Float]) -> [Float] {
        let mean = weights.reduce(0, +) / Float(max(weights.count, 1))
        return padded(behind: [Float](repeating: mean, count: settings.tokenStart) + weights)
    }

    func padded(behind weights: [Float]) -> [Float] {
        let missing = settings.padsToMaxTokens ? (settings.maxTokens ?? 0) - weights.count : 0
        return weights + [Float](repeating: 0, count: max(missing, 0))
    }
}
