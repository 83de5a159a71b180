import MyelinCore

/// How strongly images are changed at random: between two numbers. Keras: `factor`.
///
/// A single number stands for what each layer says, mostly from -x (or the least possible) to x.
public enum RandomFactor: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// One number, from which the layer makes both ends.
    case number(Double)
    /// Between two numbers.
    case range(Double, Double)

    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// `RandomRotation(.init(-0.1...0.3))`
    public init(_ range: ClosedRange<Double>) { self = .range(range.lowerBound, range.upperBound) }

    /// What the lower end of a single number is.
    enum Rule {
        /// -x, or the least possible.
        case symmetric
        /// -x, even below the least possible.
        case mirrored
        case fromZero
    }

    /// The two numbers, the smaller first.
    func limits(
        _ name: String = "factor", in bounds: ClosedRange<Double>, _ rule: Rule = .symmetric
    ) throws -> (low: Double, high: Double) {
        func fail() -> MyelinError {
            MyelinError(
                .argument,
                "\(name): expected one number or two from \(bounds.lowerBound) to \(bounds.upperBound), got \(self)")
        }
        switch self {
        case .number(let number):
            guard bounds.contains(number) else { throw fail() }
            let size = Swift.abs(number)
            switch rule {
            case .symmetric: return (Swift.max(-size, bounds.lowerBound), size)
            case .mirrored: return (-size, size)
            case .fromZero: return (0, number)
            }
        case .range(let a, let b):
            let low = Swift.min(a, b), high = Swift.max(a, b)
            // As Keras: most layers take any range that has something possible in it.
            let isPossible =
                rule == .symmetric
                ? low <= bounds.upperBound && high >= bounds.lowerBound
                : bounds.contains(low) && bounds.contains(high)
            guard low.isFinite, high.isFinite, isPossible else { throw fail() }
            return (low, high)
        }
    }

    var serialized: ConfigValue {
        switch self {
        case .number(let number): .double(number)
        case .range(let low, let high): ConfigValue([low, high])
        }
    }
}

extension RandomFactor: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .range(let low, let high): "\(low) to \(high)"
        }
    }
}

extension Config {
    /// A number or two, or the default where the setting is missing or null.
    func factor(_ key: String = "factor", default fallback: RandomFactor? = nil) throws -> RandomFactor {
        guard let numbers = try doubles(key) else {
            if let fallback { return fallback }
            throw MyelinError(.file, "\(owner): setting '\(key)': expected a number or two, got nothing")
        }
        switch (numbers.count, values[key]) {
        case (2, _): return .range(numbers[0], numbers[1])
        case (1, .int?), (1, .double?): return .number(numbers[0])
        default: throw MyelinError(.file, "\(owner): setting '\(key)': expected a number or two, got \(values[key]!)")
        }
    }

    func optionalFactor(_ key: String) throws -> RandomFactor? { has(key) ? try factor(key) : nil }

    /// The least and the largest value of images.
    func valueRange() throws -> ClosedRange<Double> {
        let limits = try factor("value_range", default: .range(0, 255)).limits("value_range", in: -1e30...1e30)
        return limits.low...limits.high
    }
}

extension ConfigValue {
    init(_ range: ClosedRange<Double>) { self.init([range.lowerBound, range.upperBound]) }
}
