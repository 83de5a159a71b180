import MyelinCore

/// A value of a configuration, as JSON has them: what a layer, a loss or an optimizer was made with.
public enum ConfigValue: Hashable, Sendable {
    /// Nothing; Python's `None`.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A number; written with a point or an exponent, as Python does.
    case double(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([ConfigValue])
    /// Values by name, in order.
    case object(ConfigObject)
}

extension ConfigValue: CustomStringConvertible {
    /// As JSON would show it, for messages; long values are cut.
    public var description: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .int(let value): return "\(value)"
        case .double(let value): return "\(value)"
        case .string(let value): return "'\(value.count > 40 ? value.prefix(40) + "…" : value)'"
        case .array(let values):
            return "[" + values.prefix(8).map(\.description).joined(separator: ", ") + (values.count > 8 ? ", …]" : "]")
        case .object(let values):
            if case .string(let name)? = values["class_name"] { return "an object of class '\(name)'" }
            let keys = values.keys
            return "{" + keys.prefix(8).joined(separator: ", ") + (keys.count > 8 ? ", …}" : "}")
        }
    }
}

extension ConfigValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: ConfigValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, ConfigValue)...) {
        var fields = ConfigObject()
        for (key, value) in elements { fields[key] = value }
        self = .object(fields)
    }

    /// An optional number, string, … or null.
    public init(_ value: Double?) { self = value.map { .double($0) } ?? .null }
    /// A number, or null for nil.
    public init(_ value: Int?) { self = value.map { .int($0) } ?? .null }
    /// A text, or null for nil.
    public init(_ value: String?) { self = value.map { .string($0) } ?? .null }
    /// A list of whole numbers.
    public init(_ values: [Int]) { self = .array(values.map { .int($0) }) }
    /// A list of numbers.
    public init(_ values: [Double]) { self = .array(values.map { .double($0) }) }
    /// Axes as Keras writes them: null, one number, or a list.
    init(axes: [Int]?) {
        guard let axes else {
            self = .null
            return
        }
        self = axes.count == 1 ? .int(axes[0]) : ConfigValue(axes)
    }
}

extension ConfigValue {
    /// A whole number, however it is written: 2 or 2.0.
    var whole: Int? {
        switch self {
        case .int(let value): value
        case .double(let value) where value == value.rounded() && abs(value) < 1e15: Int(value)
        default: nil
        }
    }
}

/// The settings of one object by Keras' names, read with errors that name the setting.
public struct Config: Hashable, Sendable {
    /// What the settings belong to, for messages: "Dense 'dense_1'".
    public var owner: String
    /// The settings as they stand in the file.
    public var values: ConfigObject
    /// How many layers the one is inside of that the settings belong to.
    let depth: Int

    /// - Parameters:
    ///   - values: settings by Keras' names.
    ///   - owner: whose they are, for error messages.
    public init(_ values: ConfigObject = [:], owner: String = "config") { self.init(values, owner: owner, depth: 0) }

    init(_ values: ConfigObject, owner: String, depth: Int) {
        self.values = values
        self.owner = owner
        self.depth = depth
    }

    private func wrong(_ key: String, _ expected: String) -> MyelinError {
        let found = values[key].map { "\($0)" } ?? "nothing"
        return MyelinError(.file, "\(owner): setting '\(key)': expected \(expected), got \(found)")
    }

    /// Whether a setting is there and not null.
    public func has(_ key: String) -> Bool { values[key].map { $0 != .null } ?? false }

    /// Sizes and counts are below it, so that products of a few of them do not overflow.
    private static let mostSize = 1 << 30

    /// A whole number, or the default where the setting is missing or null.
    ///
    /// - Parameter isSize: whether it is a size or a count, which is below 2³⁰.
    public func int(_ key: String, default fallback: Int? = nil, isSize: Bool = true) throws -> Int {
        switch values[key] {
        case nil, .null:
            if let fallback { return fallback }
            throw wrong(key, "a whole number")
        case let value?:
            guard let whole = value.whole else { throw wrong(key, "a whole number") }
            guard !isSize || whole.magnitude < Self.mostSize else { throw wrong(key, "a whole number below 2³⁰") }
            return whole
        }
    }

    /// A number, or the default where the setting is missing or null.
    public func double(_ key: String, default fallback: Double? = nil) throws -> Double {
        switch values[key] {
        case .int(let value): return Double(value)
        case .double(let value): return value
        case nil, .null:
            if let fallback { return fallback }
            throw wrong(key, "a number")
        default: throw wrong(key, "a number")
        }
    }

    /// A number, or nil where the setting is missing or null.
    public func optionalDouble(_ key: String) throws -> Double? { has(key) ? try double(key) : nil }

    /// A whole number, or nil where the setting is missing or null.
    public func optionalInt(_ key: String) throws -> Int? { has(key) ? try int(key) : nil }

    /// A list of whole numbers, some of which may be null; one number stands for itself.
    func optionalInts(_ key: String) throws -> [Int?] {
        guard case .array(let elements)? = values[key] else { return try ints(key) }
        return try elements.map { element in
            switch element {
            case .null: return nil
            default:
                guard let value = element.whole, value.magnitude < Self.mostSize else {
                    throw wrong(key, "whole numbers or null")
                }
                return value
            }
        }
    }

    /// Axes, as Keras writes them: nil where the setting is missing or null; one number stands for itself.
    func axes(_ key: String) throws -> [Int]? { has(key) ? try ints(key) : nil }

    /// A list of numbers, or nil where the setting is missing or null; one number stands for itself.
    public func doubles(_ key: String) throws -> [Double]? {
        // Keras writes a tensor, or an array of NumPy, as an object around the list.
        var list = values[key]
        if case .object(let array)? = list, case .object(let content)? = array["config"] { list = content["value"] }
        guard case .array(let elements)? = list else { return try optionalDouble(key).map { [$0] } }
        return try elements.map { element in
            switch element {
            case .int(let value): return Double(value)
            case .double(let value): return value
            default: throw wrong(key, "numbers")
            }
        }
    }

    /// One of the names of an enumeration, or the default where the setting is missing or null.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, default fallback: Choice) throws
        -> Choice
    where Choice.RawValue == String {
        let name = try string(key, default: fallback.rawValue)
        guard let choice = Choice(rawValue: name) else {
            let names = Choice.allCases.map(\.rawValue)
            let list = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
            throw MyelinError(.file, "\(owner): \(key): expected \(list), got \(name)")
        }
        return choice
    }

    /// A truth value, or the default where the setting is missing or null.
    public func bool(_ key: String, default fallback: Bool) throws -> Bool {
        switch values[key] {
        case .bool(let value): return value
        // Python takes numbers for truth values.
        case .int(let value) where value == 0 || value == 1: return value == 1
        case nil, .null: return fallback
        default: throw wrong(key, "true or false")
        }
    }

    /// A text, or the default where the setting is missing or null.
    public func string(_ key: String, default fallback: String? = nil) throws -> String {
        switch values[key] {
        case .string(let value): return value
        case nil, .null:
            if let fallback { return fallback }
            throw wrong(key, "a text")
        default: throw wrong(key, "a text")
        }
    }

    /// A list of whole numbers; one number stands for `count` equal ones.
    public func ints(_ key: String, count: Int? = nil, default fallback: [Int]? = nil) throws -> [Int] {
        switch values[key] {
        case .int, .double: return [Int](repeating: try int(key), count: count ?? 1)
        case .array(let elements):
            let numbers = elements.compactMap(\.whole)
            guard numbers.count == elements.count, numbers.allSatisfy({ $0.magnitude < Self.mostSize }),
                count == nil || numbers.count == count
            else {
                throw wrong(key, "\(count.map { "\($0) " } ?? "")whole numbers")
            }
            return numbers
        case nil, .null:
            if let fallback { return fallback }
            throw wrong(key, "whole numbers")
        default: throw wrong(key, "whole numbers")
        }
    }
}
