import MyelinCore
import MyelinNN

/// Loss and metrics of a training run over its epochs: what a history holds, or a file of one.
public struct TrainingCurves: Sendable {
    /// One logged value.
    public struct Curve: Sendable {
        /// As it was logged: `loss`, `val_loss`, …
        public let name: String
        /// The epochs, from 1.
        public let epochs: [Double]
        /// One for each of them.
        public let values: [Double]
    }

    /// What was trained, for titles; empty if it is not known.
    public var title: String
    /// In the order in which they are shown: the loss, metrics, validation values, the learning rate.
    public let curves: [Curve]

    /// - Parameter values: a number for each epoch, by name.
    /// - Throws: where there is nothing to draw, or no finite number under some name.
    public init(title: String = "", epochs: [Int]? = nil, _ values: [(name: String, values: [Double])]) throws {
        self.title = title
        guard values.contains(where: { !$0.values.isEmpty }) else {
            throw MyelinError(.argument, "the history is empty: train for at least one epoch before it is drawn")
        }
        curves = try Self.ordered(values).filter { !$0.values.isEmpty }.map { name, values in
            guard values.contains(where: \.isFinite) else {
                throw MyelinError(
                    .data,
                    "'\(name)' has no finite number in \(values.count) epochs, so there is no curve: look for NaN in "
                        + "the data, or lower the learning rate")
            }
            let numbers = epochs.flatMap { $0.count >= values.count ? $0.prefix(values.count).map { $0 + 1 } : nil }
            return Curve(name: name, epochs: (numbers ?? Array(1...values.count)).map(Double.init), values: values)
        }
    }

    /// The curves of a run.
    public init(_ history: History, title: String = "") throws {
        try self.init(title: title, epochs: history.epochs, history.names.map { ($0, history[$0]) })
    }

    /// The curve of a name.
    public subscript(_ name: String) -> Curve? { curves.first { $0.name == name } }

    /// The names that have a diagram each: those of training values, and validation values that stand alone.
    var subjects: [String] {
        var names: [String] = []
        for curve in curves {
            let name = curve.name.hasPrefix("val_") ? String(curve.name.dropFirst(4)) : curve.name
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The loss first and the learning rate last; a file does not keep the order of the others.
    private static func ordered(_ values: [(name: String, values: [Double])]) -> [(name: String, values: [Double])] {
        func rank(_ name: String) -> Int {
            switch name {
            case "loss": 0
            case "val_loss": 2
            case "learning_rate", "lr": 4
            default: name.hasPrefix("val_") ? 3 : 1
            }
        }
        return values.enumerated().sorted { (rank($0.1.name), $0.0) < (rank($1.1.name), $1.0) }.map(\.element)
    }
}
