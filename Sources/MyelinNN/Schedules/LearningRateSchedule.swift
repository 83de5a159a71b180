import MyelinCore

/// A step size that follows the count of batches. Keras: `schedules.LearningRateSchedule`.
///
/// It is recorded in the training step like everything else. One of one's own:
///
///     struct SquareRootDecay: LearningRateSchedule {
///         static let className = "SquareRootDecay"
///         let first: Double
///         init(first: Double) { self.first = first }
///         init(config: Config) throws { first = try config.double("first") }
///         var config: ConfigObject { ["first": .double(first)] }
///         func callAsFunction(_ step: Tensor) -> Tensor { first * rsqrt(step.cast(to: .float32) + 1) }
///     }
///
/// Registered with `Registry.schedules`, it can be read from files.
public protocol LearningRateSchedule: LearningRate, Configurable {
    /// The step size (a scalar of Float32) after so many batches (a scalar of Int64, 0 for the first).
    func callAsFunction(_ step: Tensor) -> Tensor
    /// Throws if settings lie outside of what is possible.
    func check() throws
}

extension LearningRateSchedule {
    public static var module: String { "keras.optimizers.schedules" }
    public var constantRate: Double? { nil }
    public func check() throws {}

    /// Keras' form of a serialized schedule.
    public var serialized: ConfigValue {
        let isBuiltIn = String(reflecting: Self.self).hasPrefix("MyelinNN.")
        return .object([
            "module": isBuiltIn ? .string(Self.module) : .null, "class_name": .string(Self.className),
            "config": .object(config), "registered_name": isBuiltIn ? .null : .string("Custom>\(Self.className)"),
        ])
    }

    func requirePositive(_ name: String, _ value: Double) throws {
        guard value > 0 else {
            throw MyelinError(.argument, "\(Self.className): expected \(name) above 0, got \(value)")
        }
    }
}

extension ConfigValue {
    /// A count of steps, which Keras writes as it was given, mostly as a whole number.
    static func steps(_ value: Double) -> ConfigValue {
        Int(exactly: value).map { .int($0) } ?? .double(value)
    }
}
