import MyelinCore

/// Every combination of some values of hyper-parameters. scikit-learn: `ParameterGrid`, in whose order they come.
public struct ParameterGrid: Sendable {
    /// The values that each hyper-parameter may have, by its name.
    public let values: [String: [Setting]]

    /// A grid over all values of all hyper-parameters.
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
