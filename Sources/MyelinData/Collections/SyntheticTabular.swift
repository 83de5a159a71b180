import Glibc
import MyelinCore

/// Tables of numbers with targets, made by a formula: for trying networks out where no data are at hand.
///
/// The features are normally distributed and partly correlated. The target is a smooth function of them with terms that no
/// linear model has, plus noise; so a network learns it well but not entirely. The same seed gives the same samples.
public enum SyntheticTabular {
    /// Samples of two classes, about as many of each.
    ///
    /// - Parameters:
    ///   - features: columns of x, at least 1.
    ///   - count: samples, at least 1.
    ///   - seed: what the numbers depend on.
    /// - Returns: x, Float32 of shape (count, features), and y, UInt8 of shape (count,), 0 or 1.
    public static func binary(features: Int, count: Int, seed: UInt64) throws -> (x: Tensor, y: Tensor) {
        let table = try table(features, count, seed)
        let labels = table.scores.enumerated().map { sample, score in
            var random = RandomStream(seed: seed, stream: noise + UInt64(sample))
            return random.nextUniform() < 1 / (1 + exp(-4 * score)) ? UInt8(1) : 0
        }
        return (table.x, Tensor(labels, shape: [count]))
    }

    /// Samples with a number to be predicted, of mean about 0 and standard deviation about 1.
    ///
    /// - Returns: x, Float32 of shape (count, features), and y, Float32 of shape (count, 1).
    public static func regression(features: Int, count: Int, seed: UInt64) throws -> (x: Tensor, y: Tensor) {
        let table = try table(features, count, seed)
        let targets = table.scores.enumerated().map { sample, score in
            var random = RandomStream(seed: seed, stream: noise + UInt64(sample))
            return score + 0.1 * random.nextNormal()
        }
        return (table.x, Tensor(targets, shape: [count, 1]))
    }

    /// Streams of random numbers: one for the formula, one for each sample's features, one for each sample's noise.
    private static let formula: UInt64 = 0, features: UInt64 = 1 << 32, noise: UInt64 = 2 << 32

    private static func table(_ features: Int, _ count: Int, _ seed: UInt64) throws -> (x: Tensor, scores: [Float]) {
        guard features >= 1, count >= 1 else {
            throw MyelinError(
                .argument, "SyntheticTabular: expected at least 1 feature and 1 sample, got \(features) and \(count)")
        }
        var random = RandomStream(seed: seed, stream: formula)
        // A sum of four smooth steps and of products of pairs of features, each over a few of them.
        let directions = (0..<4).map { _ in
            (0..<features).map { _ in random.nextNormal() / Float(features).squareRoot() }
        }
        let pairs = (0..<3).map { _ in (random.next(below: features), random.next(below: features)) }
        let storage = Storage(byteCount: count * features * 4)
        let x = storage.elements(as: Float.self)
        var scores = [Float](repeating: 0, count: count)
        for sample in 0..<count {
            var random = RandomStream(seed: seed, stream: Self.features + UInt64(sample))
            let shared = random.nextNormal()
            let row = UnsafeMutableBufferPointer(rebasing: x[(sample * features)..<((sample + 1) * features)])
            for feature in row.indices {
                row[feature] = feature % 3 == 0 ? 0.8 * random.nextNormal() + 0.6 * shared : random.nextNormal()
            }
            var score: Float = 0
            for (index, direction) in directions.enumerated() {
                var projection: Float = 0
                for feature in row.indices { projection += direction[feature] * row[feature] }
                score += index < 2 ? tanh(2 * projection) : cos(2 * projection) - 0.135
            }
            for (first, second) in pairs where first != second { score += 0.4 * row[first] * row[second] }
            scores[sample] = score / 1.4
        }
        return (Tensor(storage: storage, shape: [count, features], dtype: .float32), scores)
    }
}

extension RandomStream {
    /// A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller).
    package mutating func nextNormal() -> Float {
        let radius = (-2 * log(1 - nextUniform())).squareRoot()
        return radius * cos(2 * .pi * nextUniform())
    }
}
