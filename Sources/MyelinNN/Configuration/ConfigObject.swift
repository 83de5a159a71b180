/// The fields of an object in a configuration: values by their names, in the order in which they were set or read.
///
/// Two are equal if their fields are, in whatever order.
public struct ConfigObject: Sendable {
    /// The names, in order.
    public private(set) var keys: [String] = []
    private var values: [String: ConfigValue] = [:]

    public init() {}

    /// The fields of a dictionary, which has no order: by name.
    public init(_ values: [String: ConfigValue]) {
        keys = values.keys.sorted()
        self.values = values
    }

    /// - Precondition: no name is there twice.
    public init(uniqueKeysWithValues fields: some Sequence<(String, ConfigValue)>) {
        for (key, value) in fields {
            precondition(updateValue(value, forKey: key) == nil, "the field \(key) is there twice")
        }
    }

    /// Setting nil removes a field; a new one comes last.
    public subscript(key: String) -> ConfigValue? {
        get { values[key] }
        set {
            if let newValue { updateValue(newValue, forKey: key) } else { removeValue(forKey: key) }
        }
    }

    /// Sets a field; returns what it was before.
    @discardableResult
    public mutating func updateValue(_ value: ConfigValue, forKey key: String) -> ConfigValue? {
        let before = values.updateValue(value, forKey: key)
        if before == nil { keys.append(key) }
        return before
    }

    /// Removes a field; returns what it was.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> ConfigValue? {
        guard let before = values.removeValue(forKey: key) else { return nil }
        keys.removeAll { $0 == key }
        return before
    }

    /// Takes over the fields of another; `combine` chooses between the value that is there and the other's.
    public mutating func merge(
        _ other: ConfigObject, uniquingKeysWith combine: (ConfigValue, ConfigValue) throws -> ConfigValue
    ) rethrows {
        for (key, value) in other { self[key] = try self[key].map { try combine($0, value) } ?? value }
    }

    /// These fields and those of another; `combine` chooses between the value that is here and the other's.
    public func merging(
        _ other: ConfigObject, uniquingKeysWith combine: (ConfigValue, ConfigValue) throws -> ConfigValue
    ) rethrows -> ConfigObject {
        var result = self
        try result.merge(other, uniquingKeysWith: combine)
        return result
    }

    /// The fields that a condition holds for.
    public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> ConfigObject {
        var result = self
        for field in self where try !isIncluded(field) { result[field.key] = nil }
        return result
    }

    /// The fields with other values.
    public func mapValues(_ transform: (ConfigValue) throws -> ConfigValue) rethrows -> ConfigObject {
        var result = self
        for (key, value) in self { result[key] = try transform(value) }
        return result
    }

    /// Something made of each value, by the fields' names.
    public func mapValues<Result>(_ transform: (ConfigValue) throws -> Result) rethrows -> [String: Result] {
        try values.mapValues(transform)
    }
}

extension ConfigObject: Collection {
    public typealias Element = (key: String, value: ConfigValue)
    public var startIndex: Int { 0 }
    public var endIndex: Int { keys.count }
    public func index(after place: Int) -> Int { place + 1 }
    public subscript(place: Int) -> Element { (keys[place], values[keys[place]]!) }
}

extension ConfigObject: Hashable {
    public static func == (a: ConfigObject, b: ConfigObject) -> Bool { a.values == b.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension ConfigObject: ExpressibleByDictionaryLiteral {
    /// Of a name that is there twice the last value counts.
    public init(dictionaryLiteral fields: (String, ConfigValue)...) {
        for (key, value) in fields { updateValue(value, forKey: key) }
    }
}
