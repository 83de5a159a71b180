import Foundation
import MyelinCore
import MyelinData

/// A value of a hyper-parameter.
public enum Setting: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    case number(Double)
    case text(String)

    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .text(value) }

    public var description: String {
        switch self {
        case .number(let value): Column.text(value)
        case .text(let value): value
        }
    }
}

/// Values of hyper-parameters, by name: what one trial of a search is made with.
public struct Settings: Sendable, Hashable {
    public let values: [String: Setting]

    public init(_ values: [String: Setting]) { self.values = values }

    /// - Throws: `MyelinError` of kind `.unknownName` if there is none of that name, of kind `.argument` if it is no number.
    public func number(_ name: String) throws -> Double {
        guard case .number(let value) = try value(name) else {
            throw MyelinError(.argument, "setting '\(name)': expected a number, got '\(try value(name))'")
        }
        return value
    }

    /// A whole number.
    public func int(_ name: String) throws -> Int {
        guard let value = Int(exactly: try number(name)) else {
            throw MyelinError(.argument, "setting '\(name)': expected a whole number, got \(try number(name))")
        }
        return value
    }

    /// A text, or a number as text.
    public func text(_ name: String) throws -> String { try value(name).description }

    private func value(_ name: String) throws -> Setting {
        if let value = values[name] { return value }
        throw MyelinError(
            .unknownName, "no setting '\(name)'; there are \(values.keys.sorted().joined(separator: ", "))")
    }
}

/// Every combination of some values of hyper-parameters. scikit-learn: `ParameterGrid`, in whose order they come.
public struct ParameterGrid: Sendable {
    public let values: [String: [Setting]]

    public init(_ values: [String: [Setting]]) { self.values = values }

    /// Names in their order, the values of the last one changing first.
    ///
    /// - Throws: `MyelinError` of kind `.argument` if there are none, or more than a million.
    public func combinations() throws -> [Settings] {
        let count = values.values.reduce(1) { min($0 * $1.count, 1 << 40) }
        guard !values.isEmpty, (1...1_000_000).contains(count) else {
            throw MyelinError(.argument, "ParameterGrid: expected from 1 to 1,000,000 combinations, got \(count)")
        }
        var result: [[String: Setting]] = [[:]]
        for name in values.keys.sorted() {
            result = result.flatMap { settings in values[name]!.map { settings.merging([name: $0]) { $1 } } }
        }
        return result.map { Settings($0) }
    }
}

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
