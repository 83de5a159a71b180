import Foundation
import MyelinCore
import MyelinData

/// Combinations at random. scikit-learn: `ParameterSampler`.
public struct ParameterSampler: Sendable {
    /// Where the values of a hyper-parameter come from.
    public enum Distribution: Sendable {
        /// Each as likely as the others.
        case choice([Setting])
        /// Whole numbers of a range.
        case integers(ClosedRange<Int>)
        /// Numbers of a range.
        case uniform(ClosedRange<Double>)
        /// Numbers of a range above 0 whose logarithms are equally likely, as for learning rates.
        case logUniform(ClosedRange<Double>)
    }

    /// By the hyper-parameters' names.
    public let distributions: [String: Distribution]
    public let count: Int
    public let seed: UInt64

    /// - Parameters:
    ///   - count: how many combinations.
    ///   - seed: what they depend on.
    public init(_ distributions: [String: Distribution], count: Int, seed: UInt64 = 0) {
        self.distributions = distributions
        self.count = count
        self.seed = seed
    }

    /// - Throws: `MyelinError` of kind `.argument` for a count below 1, or a range or list from which nothing can be drawn.
    public func combinations() throws -> [Settings] {
        guard count >= 1, !distributions.isEmpty else {
            throw MyelinError(
                .argument, "ParameterSampler: expected distributions and a count of at least 1, got \(count)")
        }
        var stream = RandomStream(seed: seed)
        return try (0..<count).map { _ in
            var settings: [String: Setting] = [:]
            for name in distributions.keys.sorted() {
                settings[name] = try distributions[name]!.draw(&stream, name)
            }
            return Settings(settings)
        }
    }
}

extension ParameterSampler.Distribution {
    fileprivate func draw(_ stream: inout RandomStream, _ name: String) throws -> Setting {
        func number(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double(stream.nextUniform())
        }
        switch self {
        case .choice(let values):
            guard !values.isEmpty else { throw MyelinError(.argument, "'\(name)': expected values to choose from") }
            return values[stream.next(below: values.count)]
        case .integers(let range):
            guard range.count < 1 << 32 else { throw MyelinError(.argument, "'\(name)': the range is too large") }
            return .number(Double(range.lowerBound + stream.next(below: range.count)))
        case .uniform(let range): return .number(number(range))
        case .logUniform(let range):
            guard range.lowerBound > 0 else {
                throw MyelinError(.argument, "'\(name)': expected a range above 0, got \(range)")
            }
            return .number(exp(number(log(range.lowerBound)...log(range.upperBound))))
        }
    }
}
