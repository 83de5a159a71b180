import MyelinCore

/// What a column of a table holds.
public enum ColumnKind: String, Sendable, CaseIterable {
    /// Numbers, whole or not.
    case number
    /// `True` and `False`.
    case boolean
    /// Texts of which each stands for something of its own kind.
    case category
}

/// A column of a table: a name, and a value or nothing in each row.
public struct Column: Sendable, Equatable {
    /// The values of a column by what they are.
    public enum Values: Sendable, Equatable {
        /// NaN where one is missing.
        case numbers([Double])
        /// Nil where one is missing.
        case booleans([Bool?])
        /// Nil where one is missing.
        case categories([String?])
    }

    /// As it stands in the header.
    public let name: String
    /// A value for each row.
    public let values: Values

    /// A column of values of any kind.
    public init(_ name: String, _ values: Values) {
        self.name = name
        self.values = values
    }

    /// A column of numbers; NaN where one is missing.
    public init(_ name: String, _ numbers: [Double]) { self.init(name, .numbers(numbers)) }
    /// A column of categories; nil where one is missing.
    public init(_ name: String, _ categories: [String?]) { self.init(name, .categories(categories)) }

    /// What it holds.
    public var kind: ColumnKind {
        switch values {
        case .numbers: .number
        case .booleans: .boolean
        case .categories: .category
        }
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numbers(let values): values.count
        case .booleans(let values): values.count
        case .categories(let values): values.count
        }
    }

    /// How many rows have no value.
    public var missingCount: Int {
        switch values {
        case .numbers(let values): values.count { $0.isNaN }
        case .booleans(let values): values.count { $0 == nil }
        case .categories(let values): values.count { $0 == nil }
        }
    }

    /// Whether a row has no value.
    func isMissing(_ row: Int) -> Bool {
        switch values {
        case .numbers(let values): values[row].isNaN
        case .booleans(let values): values[row] == nil
        case .categories(let values): values[row] == nil
        }
    }

    /// The values as numbers, NaN where one is missing: false is 0 and true is 1. Nil of categories.
    public var numbers: [Double]? {
        switch values {
        case .numbers(let values): values
        case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .nan }
        case .categories: nil
        }
    }

    /// The values as texts, nil where one is missing: whole numbers without a point, booleans as `False` and `True`.
    public var texts: [String?] {
        switch values {
        case .numbers(let values): values.map { $0.isNaN ? nil : Self.text($0) }
        case .booleans(let values): values.map { $0.map { $0 ? "True" : "False" } }
        case .categories(let values): values
        }
    }

    static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    /// The values that occur, each once: numbers in their order, texts in that of their code points.
    public var distinct: [String] {
        switch values {
        case .numbers(let values): Set(values.filter { !$0.isNaN }).sorted().map(Self.text)
        case .booleans(let values): [false, true].filter { values.contains($0) }.map { $0 ? "True" : "False" }
        case .categories(let values):
            Set(values.compactMap { $0 }).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        }
    }

    /// The rows at some places, in their order.
    public func rows(_ places: [Int]) -> Column {
        switch values {
        case .numbers(let values): Column(name, .numbers(places.map { values[$0] }))
        case .booleans(let values): Column(name, .booleans(places.map { values[$0] }))
        case .categories(let values): Column(name, .categories(places.map { values[$0] }))
        }
    }

    public static func == (a: Column, b: Column) -> Bool {
        guard a.name == b.name else { return false }
        // Missing numbers are equal to each other here.
        if case .numbers(let left) = a.values, case .numbers(let right) = b.values {
            return left.elementsEqual(right) { $0 == $1 || $0.isNaN && $1.isNaN }
        }
        return a.values == b.values
    }
}
