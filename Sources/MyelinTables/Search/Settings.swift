import MyelinCore

/// A value of a hyper-parameter.
public enum Setting: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    /// Whole or not.
    case number(Double)
    /// A name, such as an activation's.
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
    /// By the hyper-parameters' names.
    public let values: [String: Setting]

    /// A combination of values, by name.
    public init(_ values: [String: Setting]) { self.values = values }

    /// A number.
    ///
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
