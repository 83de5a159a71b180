import MyelinCore

/// Named numbers of an epoch or a batch, in the order in which they are shown: loss first, then metrics, then `val_…`.
public struct Logs: Sendable {
    /// Name and value.
    public private(set) var entries: [(name: String, value: Double)] = []

    public init() {}

    public subscript(_ name: String) -> Double? {
        get { entries.first { $0.name == name }?.value }
        set {
            let place = entries.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// The names, in order.
    public var names: [String] { entries.map(\.name) }
}

/// What a training run logged, epoch by epoch.
public struct History: Sendable {
    /// The numbers of the epochs, from 0.
    public private(set) var epochs: [Int] = []
    private var logs: [Logs] = []

    public init() {}

    mutating func append(_ logs: Logs, epoch: Int) {
        epochs.append(epoch)
        self.logs.append(logs)
    }

    /// The values of one name over the epochs that have it: `history["val_accuracy"]`.
    public subscript(_ name: String) -> [Double] { logs.compactMap { $0[name] } }

    /// All names that were logged, in order.
    public var names: [String] {
        var names: [String] = []
        for logs in logs { for name in logs.names where !names.contains(name) { names.append(name) } }
        return names
    }

    /// Name → values, as Keras' `History.history`.
    public var values: [String: [Double]] { Dictionary(uniqueKeysWithValues: names.map { ($0, self[$0]) }) }
}
