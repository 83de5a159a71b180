import MyelinCore

/// Named numbers of an epoch or a batch, in the order in which they are shown: loss first, then metrics, then `val_…`.
public struct Logs: Sendable {
    /// Name and value; of a metric with several numbers their mean.
    public private(set) var entries: [(name: String, value: Double)] = []
    /// The numbers of metrics that have one for each class.
    public private(set) var lists: [String: [Double]] = [:]

    public init() {}

    /// The value of a name such as "loss" or "val_accuracy"; nil if there is none.
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

    /// Sets a value of several numbers.
    public mutating func set(_ name: String, _ numbers: [Double]) {
        self[name] = numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
        lists[name] = numbers
    }

    /// Takes over another's values under other names.
    mutating func append(_ other: Logs, prefix: String) {
        for (name, value) in other.entries {
            self[prefix + name] = value
            lists[prefix + name] = other.lists[name]
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

    var all: [Logs] { logs }

    mutating func append(_ logs: Logs, epoch: Int) {
        epochs.append(epoch)
        self.logs.append(logs)
    }

    /// The values of one name over the epochs that have it: `history["val_accuracy"]`.
    public subscript(_ name: String) -> [Double] { logs.compactMap { $0[name] } }

    /// The numbers of a metric that has one for each class, over the epochs.
    public func lists(_ name: String) -> [[Double]]? {
        let lists = logs.compactMap { $0.lists[name] }
        return lists.isEmpty ? nil : lists
    }

    /// All names that were logged, in order.
    public var names: [String] {
        var names: [String] = []
        for logs in logs { for name in logs.names where !names.contains(name) { names.append(name) } }
        return names
    }

    /// Name → values, as Keras' `History.history`.
    public var values: [String: [Double]] { Dictionary(uniqueKeysWithValues: names.map { ($0, self[$0]) }) }
}
