import MyelinCore
import MyelinData

/// A division of samples by their numbers.
public struct Fold: Sendable, Hashable {
    /// The samples to train with.
    public let train: [Int]
    /// The samples that are kept back.
    public let test: [Int]
}

/// Divides samples so that each is in one of several parts, and each part is once for testing while the others are for
/// training. scikit-learn: `KFold`, whose folds these are, with the same seed too.
public struct KFold: Sendable {
    /// The number of parts.
    public let splits: Int
    /// What a random order of the samples depends on; nil keeps their order.
    public let seed: UInt32?

    /// - Parameters:
    ///   - splits: the number of parts. Default: 5.
    ///   - seed: what a random order of the samples depends on. Default: none, they stay in their order.
    public init(_ splits: Int = 5, seed: UInt32? = nil) {
        self.splits = splits
        self.seed = seed
    }

    /// The folds of some number of samples.
    ///
    /// - Throws: `MyelinError` of kind `.argument` for less than two parts, or more than there are samples.
    public func folds(_ count: Int) throws -> [Fold] {
        try checkSplits(splits, count)
        var order = Array(0..<count)
        if let seed {
            var generator = MersenneTwister(seed: seed)
            order = generator.shuffled(count)
        }
        var parts = [Int](repeating: 0, count: count), start = 0
        for part in 0..<splits {
            let size = count / splits + (part < count % splits ? 1 : 0)
            for place in order[start..<start + size] { parts[place] = part }
            start += size
        }
        return makeFolds(parts, splits)
    }
}

/// As `KFold`, with the same share of each class in every part, as nearly as can be. scikit-learn: `StratifiedKFold`.
public struct StratifiedKFold: Sendable {
    /// The number of parts.
    public let splits: Int
    /// What a random order of the samples depends on; nil keeps their order.
    public let seed: UInt32?

    /// - Parameters:
    ///   - splits: the number of parts. Default: 5.
    ///   - seed: what a random order of the samples depends on. Default: none, they stay in their order.
    public init(_ splits: Int = 5, seed: UInt32? = nil) {
        self.splits = splits
        self.seed = seed
    }

    /// The folds of samples of some classes.
    ///
    /// - Throws: `MyelinError` of kind `.argument` for less than two parts, or more than any class has samples.
    public func folds<Class: Hashable>(_ classes: [Class]) throws -> [Fold] {
        try checkSplits(splits, classes.count)
        // Classes in the order in which they come.
        var numbers: [Class: Int] = [:]
        let labels = classes.map { label in
            if let number = numbers[label] { return number }
            numbers[label] = numbers.count
            return numbers.count - 1
        }
        var counts = [Int](repeating: 0, count: numbers.count)
        for label in labels { counts[label] += 1 }
        guard counts.contains(where: { $0 >= splits }) else {
            throw MyelinError(
                .argument,
                "StratifiedKFold: \(splits) parts, but no class has more than \(counts.max() ?? 0) samples")
        }
        // How many of each class go to each part: as if the sorted labels were dealt out in turn.
        var allocation = counts.map { _ in [Int](repeating: 0, count: splits) }, dealt = 0
        for (label, count) in counts.enumerated() {
            for _ in 0..<count {
                allocation[label][dealt % splits] += 1
                dealt += 1
            }
        }
        var generator = seed.map { MersenneTwister(seed: $0) }
        var parts = [Int](repeating: 0, count: labels.count)
        for label in counts.indices {
            var own = allocation[label].enumerated().flatMap { [Int](repeating: $0, count: $1) }
            if let order = generator?.shuffled(own.count) { own = order.map { own[$0] } }
            var next = own.makeIterator()
            for (sample, other) in labels.enumerated() where other == label { parts[sample] = next.next()! }
        }
        return makeFolds(parts, splits)
    }

    /// The folds of the samples of targets: class numbers, or one-hot vectors.
    public func folds(_ y: Tensor) throws -> [Fold] {
        let isOneHot = y.rank == 2 && y.shape[1] > 1
        return try folds(try (isOneHot ? y.argmax() : y.flattened()).scalars(Int.self))
    }
}

private func checkSplits(_ splits: Int, _ count: Int) throws {
    guard splits >= 2, splits <= count else {
        throw MyelinError(.argument, "folds: expected from 2 to \(count) parts of \(count) samples, got \(splits)")
    }
}

/// The folds of samples whose parts are known.
private func makeFolds(_ parts: [Int], _ splits: Int) -> [Fold] {
    (0..<splits).map { part in
        Fold(train: parts.indices.filter { parts[$0] != part }, test: parts.indices.filter { parts[$0] == part })
    }
}
