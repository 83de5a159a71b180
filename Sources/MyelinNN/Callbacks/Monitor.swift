import MyelinCore

/// What a callback watches: a value in the logs, and in which direction it is better.
public struct Monitor: Sendable {
    /// Which way is better.
    public enum Mode: Sendable {
        /// The smaller, or the larger, the better.
        case minimum, maximum
        /// As the metric of that name has it (`Metric.largerIsBetter`); smaller for losses.
        case automatic
    }

    /// The name in the logs, such as "val_loss".
    public let name: String
    private let mode: Mode

    /// - Parameters:
    ///   - name: as in the logs, such as "val_loss".
    ///   - mode: which way is better; `.automatic` knows it of metrics and losses.
    public init(_ name: String, mode: Mode = .automatic) {
        self.name = name
        self.mode = mode
    }

    /// Whether `value` is better than `best` by more than `delta`; any number is better than nothing.
    package func isBetter(_ value: Double, than best: Double?, by delta: Double = 0, in model: Model?) throws -> Bool {
        let wantsLarger = try wantsLarger(model)
        if value.isNaN { return false }
        guard let best else { return true }
        return wantsLarger ? value - delta > best : value + delta < best
    }

    /// Whether larger values are better, as the mode or the model's metrics have it.
    package func wantsLarger(_ model: Model?) throws -> Bool {
        switch mode {
        case .minimum: return false
        case .maximum: return true
        case .automatic:
            let metric = name.hasPrefix("val_") ? String(name.dropFirst(4)) : name
            if let known = model?.training?.largerIsBetter(metric, outputs: model?.outputNames ?? []) { return known }
            throw MyelinError(
                .argument,
                "monitor '\(name)': expected a mode, minimum or maximum; of this value it is not known which is better")
        }
    }

    /// The watched value; an error that names what there is, if it is not among the logs.
    package func value(in logs: Logs) throws -> Double {
        if let value = logs[name] { return value }
        throw MyelinError(
            .unknownName, "monitor '\(name)' is not logged; there are \(logs.names.joined(separator: ", "))")
    }
}
